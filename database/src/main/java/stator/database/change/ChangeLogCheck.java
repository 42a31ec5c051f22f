package stator.database.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import stator.database.catalog.LiveTable;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeRecord.Event;
import stator.database.log.Shard;
import stator.database.row.Layout;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.Token;

/**
 * Reads the log of a table's changes and says where it contradicts itself or the items: each record
 * lies in its shard's range of versions and partitions; each change of an item begins with what the
 * one before ended with; and what the last one ended with, if it was recorded without a break
 * since, is the item.
 */
public final class ChangeLogCheck {
    private final Store store;
    private final LiveTable table;
    private final Consumer<String> problem;

    /** The last change of each item in the shards that lead to the open ones. */
    private final Map<RowKey, ChangeRecord> last = new HashMap<>();

    public ChangeLogCheck(Store store, LiveTable table, Consumer<String> problem) {
        this.store = store;
        this.table = table;
        this.problem = problem;
    }

    public void run() {
        List<Shard> shards = table.record().log().shards();
        for (Shard shard : shards) {
            boolean continued = shards.stream().anyMatch(s -> s.parent().equals(shard.id()));
            store.scan(
                    SpaceScan.all(shard.space(), Layout.RECORD_KIND),
                    Consistency.STRONG,
                    (key, row) -> {
                        record(
                                shard,
                                ChangeRecordCodec.decode(
                                        row.version(), row.payload(), table.key()));
                        return true;
                    });
            if (!shard.isOpen() && !continued) {
                // What is written after this is not recorded.
                last.clear();
            }
        }
        last.forEach(this::item);
    }

    private void record(Shard shard, ChangeRecord change) {
        RowKey key = table.itemKey(change.keys());
        if (change.version() <= shard.from() || change.version() >= shard.to()) {
            problem.accept(shard.id() + " holds a change at " + change.version());
        }
        if (!shard.covers(Token.of(key.partition()))) {
            problem.accept(shard.id() + " holds a change of " + change.keys());
        }
        ChangeRecord previous = last.put(key, change);
        if (previous == null) {
            return;
        }
        if (previous.version() >= change.version()) {
            problem.accept("has changes of " + change.keys() + " in the wrong order");
        }
        boolean wasThere = previous.event() != Event.REMOVE;
        if (wasThere == (change.event() == Event.INSERT)) {
            problem.accept(change.event() + " follows " + previous.event() + change.keys());
        }
        if (change.before().isPresent() && !isSame(previous.after(), change.before())) {
            problem.accept("has a gap in the changes of " + change.keys());
        }
    }

    private void item(RowKey key, ChangeRecord change) {
        Optional<Item> item =
                store.get(key, Consistency.STRONG).map(row -> Item.wrap(row.payload()));
        boolean isGone = change.event() == Event.REMOVE;
        if (isGone == item.isPresent() || !isGone && !isSame(change.after(), item)) {
            problem.accept("holds " + item + ", and its last change was " + change);
        }
    }

    /** What a record does not show may be anything. */
    private static boolean isSame(Optional<Item> recorded, Optional<Item> found) {
        return recorded.isEmpty() || recorded.equals(found);
    }
}
