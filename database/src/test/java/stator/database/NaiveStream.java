package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeRecord.Event;
import stator.model.Item;

/** What a stream of old and new images must show: for each key, its changes in order. */
final class NaiveStream {
    private final Map<Item, List<Change>> changes = new HashMap<>();

    private record Change(Event event, Optional<Item> before, Optional<Item> after) {}

    /** Notes what became of a key, if anything changed. */
    void note(Item key, Optional<Item> before, Optional<Item> after) {
        if (!before.equals(after)) {
            Event event =
                    before.isEmpty() ? Event.INSERT : after.isEmpty() ? Event.REMOVE : Event.MODIFY;
            add(changes, key, new Change(event, before, after));
        }
    }

    private static void add(Map<Item, List<Change>> changes, Item key, Change change) {
        changes.computeIfAbsent(key, none -> new ArrayList<>()).add(change);
    }

    /** Compares it with all that a consumer gets. */
    void requireSame(List<ChangeRecord> records) {
        Map<Item, List<Change>> found = new HashMap<>();
        for (ChangeRecord record : records) {
            add(found, record.keys(), new Change(record.event(), record.before(), record.after()));
        }
        assertEquals(changes, found);
    }
}
