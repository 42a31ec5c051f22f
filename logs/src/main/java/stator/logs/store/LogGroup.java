package stator.logs.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * A log group.
 *
 * @param id under which its streams are kept; no other group ever has it
 * @param createdMillis since 1970
 * @param retentionDays after which events are deleted; 0 for never
 * @param kmsKeyId empty if none was given
 * @param groupClass {@code STANDARD} and so on
 * @param deletionProtected whether it cannot be deleted
 */
public record LogGroup(
        String name,
        long id,
        long createdMillis,
        int retentionDays,
        String kmsKeyId,
        String groupClass,
        boolean deletionProtected,
        Map<String, String> tags) {
    private static final long MILLIS_PER_DAY = 24L * 60 * 60 * 1000;

    public LogGroup {
        tags = Map.copyOf(tags);
        if (retentionDays < 0) {
            throw new IllegalArgumentException("events kept for " + retentionDays + " days");
        }
    }

    /** The tags in the order of their keys. */
    public Map<String, String> sortedTags() {
        return new TreeMap<>(tags);
    }

    /** The first time whose events are kept. */
    public long keptSinceMillis(long nowMillis) {
        return retentionDays == 0 ? 0 : Math.max(0, nowMillis - retentionDays * MILLIS_PER_DAY);
    }

    /** The same with events kept for so long. */
    public LogGroup withRetention(int days) {
        return new LogGroup(
                name, id, createdMillis, days, kmsKeyId, groupClass, deletionProtected, tags);
    }

    /** The same with these tags and no others. */
    public LogGroup withTags(Map<String, String> other) {
        return new LogGroup(
                name,
                id,
                createdMillis,
                retentionDays,
                kmsKeyId,
                groupClass,
                deletionProtected,
                other);
    }

    /** The same, protected or not. */
    public LogGroup withDeletionProtection(boolean isProtected) {
        return new LogGroup(
                name, id, createdMillis, retentionDays, kmsKeyId, groupClass, isProtected, tags);
    }
}
