package stator.database.access;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of very many keys are counted most, in little room: a sketch after Misra and Gries.
 *
 * <p>It keeps a count for at most {@link #KEYS_MAX} keys. When there is one more, the median of the
 * counts is taken from all of them, and those that have nothing left are forgotten. So every key
 * that was counted more often than {@code total / (KEYS_MAX / 2)} times is there, and each count is
 * too low by that much at most; {@link #error} tells by how much. Adding costs a constant on
 * average. Thread-safe.
 */
public final class FrequentKeys {
    public static final int KEYS_MAX = 1024;

    /** Guarded by this. */
    private final Map<List<String>, long[]> counts = new HashMap<>();

    private long error;

    /**
     * A key and how often it was counted, at least.
     *
     * @param key the values of its attributes
     */
    public record Frequent(List<String> key, long count) {}

    public synchronized void add(List<String> key) {
        long[] count = counts.get(key);
        if (count != null) {
            count[0]++;
            return;
        }
        counts.put(key, new long[] {1});
        if (counts.size() > KEYS_MAX) {
            forget();
        }
    }

    private void forget() {
        long[] all = counts.values().stream().mapToLong(count -> count[0]).toArray();
        Arrays.sort(all);
        long median = all[all.length / 2];
        error += median;
        counts.values().forEach(count -> count[0] -= median);
        counts.values().removeIf(count -> count[0] <= 0);
        assert counts.size() <= KEYS_MAX / 2 : "More than half of the counts are above the median";
    }

    /** By how much a count may be too low. */
    public synchronized long error() {
        return error;
    }

    /** The most frequent keys, the first one first. */
    public synchronized List<Frequent> top(int limit) {
        return counts.entrySet().stream()
                .map(entry -> new Frequent(entry.getKey(), entry.getValue()[0]))
                .sorted((one, other) -> Long.compare(other.count(), one.count()))
                .limit(limit)
                .toList();
    }
}
