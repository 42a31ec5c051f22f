package stator.database.log;

import java.util.Optional;
import stator.database.item.WriteCause;
import stator.database.row.HybridClock;
import stator.model.Item;

/**
 * One change of one item, as its table's log keeps it.
 *
 * @param version of the item's row; of two changes of an item the later one has the greater version
 * @param keys the item's key attributes, and only these
 * @param before the item before, if there was one and readers want it
 * @param after the item afterwards, if there is one and readers want it
 */
public record ChangeRecord(
        long version,
        Event event,
        WriteCause cause,
        Item keys,
        Optional<Item> before,
        Optional<Item> after) {
    public ChangeRecord {
        assert version > 0 : "A change of no version";
        assert event != Event.INSERT || before.isEmpty() : "Something was there before it came";
        assert event != Event.REMOVE || after.isEmpty() : "Something is there after it went";
    }

    /** What happened; the names of the API. */
    public enum Event {
        INSERT,
        MODIFY,
        REMOVE
    }

    /** When it happened, in milliseconds since 1970. */
    public long millis() {
        return HybridClock.millis(version);
    }

    /** The same in microseconds: of two changes in a millisecond the later one has not the less. */
    public long micros() {
        return HybridClock.micros(version);
    }
}
