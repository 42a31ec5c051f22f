package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What one writer, the only one of its items, knows of them: how they are, and which change was
 * under way when it last heard of the server. Only for the writer's thread while it writes.
 */
final class WriterLedger {
    private final Map<String, Map<String, AttributeValue>> sure = new HashMap<>();

    /** What the request under way makes of items; an empty one is deleted. */
    private Map<String, Optional<Map<String, AttributeValue>>> pending = Map.of();

    /** Read by others while the writer is at work. */
    private volatile long acknowledged;

    /**
     * Sends a request that changes some items, all of them or none.
     *
     * @param changes what becomes of the items; empty: they are deleted
     * @param request is answered with 200, or throws
     */
    void change(Map<String, Optional<Map<String, AttributeValue>>> changes, Runnable request) {
        pending = changes;
        request.run();
        make(changes, sure);
        pending = Map.of();
        acknowledged = acknowledged + 1;
    }

    private static void make(
            Map<String, Optional<Map<String, AttributeValue>>> changes,
            Map<String, Map<String, AttributeValue>> items) {
        changes.forEach((id, item) -> {
            items.remove(id);
            item.ifPresent(there -> items.put(id, there));
        });
    }

    /** How many requests were answered. */
    long acknowledged() {
        return acknowledged;
    }

    /** How an item is, unless the change that is under way was made. */
    Optional<Map<String, AttributeValue>> item(String id) {
        return Optional.ofNullable(sure.get(id));
    }

    /**
     * Holds what is found, the items of this writer alone, against what it knows: everything that
     * was acknowledged is there, and the change under way was made as a whole or not at all. What
     * is found is what it knows from now on.
     *
     * @param mayBeGone of which items others may have made an end
     */
    void settle(
            Map<String, Map<String, AttributeValue>> found,
            Predicate<Map<String, AttributeValue>> mayBeGone) {
        List<String> without = differences(sure, found, mayBeGone);
        if (!without.isEmpty()) {
            Map<String, Map<String, AttributeValue>> changed = new HashMap<>(sure);
            make(pending, changed);
            List<String> with = differences(changed, found, mayBeGone);
            assertTrue(
                    with.isEmpty(), "not as acknowledged: " + without + ", nor after " + pending);
        }
        sure.clear();
        sure.putAll(found);
        pending = Map.of();
    }

    private static List<String> differences(
            Map<String, Map<String, AttributeValue>> known,
            Map<String, Map<String, AttributeValue>> found,
            Predicate<Map<String, AttributeValue>> mayBeGone) {
        List<String> differences = new ArrayList<>();
        known.forEach((id, item) -> {
            Map<String, AttributeValue> there = found.get(id);
            if (there == null ? !mayBeGone.test(item) : !there.equals(item)) {
                differences.add(item + " is " + there);
            }
        });
        found.forEach((id, item) -> {
            if (!known.containsKey(id)) {
                differences.add(item + " should be gone");
            }
        });
        return differences;
    }
}
