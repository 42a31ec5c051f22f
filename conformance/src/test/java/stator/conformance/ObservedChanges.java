package stator.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a consumer of a stream has seen of items that count up one by one: each number of each item
 * once, and in order. A record that is handed out again after an interruption is the same one and
 * does not count. Any number of threads may report.
 */
final class ObservedChanges {
    private final Set<String> eventIds = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> shards = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private int repeated;

    /** A record that says that an item's number became another one. */
    synchronized void saw(String shard, String eventId, String item, int before, int after) {
        if (!eventIds.add(eventId)) {
            repeated++;
            return;
        }
        shards.add(shard);
        int last = numbers.getOrDefault(item, 0);
        if (before != last || after != last + 1) {
            problems.add(item + " went from " + before + " to " + after + " after " + last);
        }
        numbers.put(item, after);
    }

    /** How many shards there were records in. */
    synchronized int shards() {
        return shards.size();
    }

    /** Something else that must not be. */
    synchronized void problem(String problem) {
        problems.add(problem);
    }

    /** The last number of each item. */
    synchronized Map<String, Integer> numbers() {
        return Map.copyOf(numbers);
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many records came, from how many shards, and how many of them again. */
    @Override
    public synchronized String toString() {
        return "%d records of %d shards, %d of them again"
                .formatted(eventIds.size(), shards.size(), repeated);
    }
}
