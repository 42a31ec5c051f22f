package stator.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes of items in several regions, each with a value of its own, and whether the last writer
 * won.
 *
 * <p>Writes that overlapped may win over each other either way. But a write that was answered is
 * newer than all that had ended before it began, wherever they were made; so none of those may be
 * what is left.
 */
final class RegionHistory {
    private final List<Write> writes = Collections.synchronizedList(new ArrayList<>());

    /**
     * A write that was sent.
     *
     * @param value what it left in the item; empty if it deleted the item
     * @param beginNanos before it was sent
     * @param endNanos after its answer came, or it was known that none would come
     * @param answered whether it was answered with success, and so applied for certain
     */
    record Write(
            String key, Optional<String> value, long beginNanos, long endNanos, boolean answered) {}

    /** Any thread may add. Deletions that found nothing are none. */
    void add(Write write) {
        writes.add(write);
    }

    int answered() {
        synchronized (writes) {
            return (int) writes.stream().filter(Write::answered).count();
        }
    }

    int unanswered() {
        return writes.size() - answered();
    }

    /** What is wrong with the values that were left in the end, by key; empty if nothing is. */
    List<String> violations(Map<String, String> left) {
        List<String> violations = new ArrayList<>();
        List<Write> all = List.copyOf(writes);
        all.stream()
                .map(Write::key)
                .distinct()
                .forEach(key -> check(key, Optional.ofNullable(left.get(key)), all, violations));
        left.forEach((key, value) -> {
            if (all.stream().noneMatch(write -> write.key().equals(key))) {
                violations.add(key + " is " + value + ", and nobody wrote it");
            }
        });
        return violations;
    }

    private static void check(
            String key, Optional<String> value, List<Write> all, List<String> violations) {
        List<Write> ofKey = all.stream().filter(write -> write.key().equals(key)).toList();
        // Of several deletions, the one that ended last has the best excuse.
        Optional<Write> winner =
                ofKey.stream()
                        .filter(write -> write.value().equals(value))
                        .max((a, b) -> Long.compare(a.endNanos(), b.endNanos()));
        List<Write> newer =
                ofKey.stream()
                        .filter(Write::answered)
                        .filter(write ->
                                winner.isEmpty() || write.beginNanos() > winner.get().endNanos())
                        .toList();
        if (winner.isEmpty() && value.isPresent()) {
            violations.add(key + " is " + value.get() + ", and nobody wrote it");
        } else if (!newer.isEmpty()) {
            violations.add(
                    key
                            + " is "
                            + value.orElse("deleted")
                            + " by "
                            + winner.map(Write::toString).orElse("nobody")
                            + ", though newer: "
                            + newer.getLast());
        }
    }
}
