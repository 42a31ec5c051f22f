package stator.database.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import stator.database.catalog.ItemChanged;
import stator.database.catalog.LiveTable;
import stator.database.row.HybridClock;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.model.Item;
import stator.model.KeySchema;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;
import stator.storage.WriteBatch;

/**
 * What a replica owes to the others: the rows beside the items of a table that replication needs.
 *
 * <p>A write in a replicated table leaves, in its own commit, a note for each other region, which
 * the {@link Replicator} takes away in the commit that brings the write there; so a write arrives
 * once, whatever dies in between. And it leaves a <em>stamp</em> beside its item: the version of
 * the write that made the item what it is, wherever that was. Of two writes of an item, the one
 * with the greater version wins in every region. A deletion leaves its stamp behind, so that an
 * older write that arrives later does not bring the item back.
 *
 * <p>An item without a stamp is older than the replication of its table, and loses against every
 * write that is not. It counts as {@link #BEFORE_REPLICATION}.
 *
 * <p>Strongly consistent replicas owe each other nothing, except to one that is behind: its notes
 * lie in its own table.
 */
public final class ReplicaQueue {
    /** The stamp of an item that has none. */
    static final long BEFORE_REPLICATION = 0;

    /** The stamp of an item that is not there and left none. */
    static final long NEVER = -1;

    private static final RowPage.Limits PAGE = RowPage.Limits.of(1_000, 4 << 20);

    private static final byte DELETED = 0;
    private static final byte PUT = 1;

    private ReplicaQueue() {}

    /**
     * One write on its way to another region.
     *
     * @param item the item as it is afterwards, or the key of one that is gone
     */
    public record Note(RowKey row, long version, boolean deleted, Item item) {
        public Note {
            assert row == null || row.kind() == Layout.NOTE_KIND : "No note: " + row;
            assert version >= BEFORE_REPLICATION : "A write of version " + version;
        }

        static Note of(RowPage.Entry entry) {
            byte[] payload = entry.row().payload();
            return new Note(
                    entry.key(),
                    ByteBuffer.wrap(entry.key().sort()).getLong(),
                    payload[0] == DELETED,
                    Item.wrap(payload, 1, payload.length - 1));
        }

        long millis() {
            return HybridClock.millis(version);
        }
    }

    /** Adds to a commit what others have to know of it. */
    static void note(
            int space, KeySchema key, List<String> regions, ItemChanged change, WriteBatch batch) {
        long version = change.version();
        stamp(change.key(), version, change.after().isEmpty(), version, batch);
        byte[] payload = payload(key, change.before(), change.after());
        for (String region : regions) {
            batch.put(noteKey(space, region, version), new Row(version, payload));
        }
    }

    private static byte[] payload(KeySchema key, Optional<Item> before, Optional<Item> after) {
        Item noted = after.orElseGet(() -> KeyBytes.keys(key, before.orElseThrow()));
        byte[] document = noted.toBytes();
        return ByteBuffer.allocate(1 + document.length)
                .put(after.isPresent() ? PUT : DELETED)
                .put(document)
                .array();
    }

    /** Adds to a commit what a strongly consistent replica that is behind misses of it. */
    static void noteMissed(
            LiveTable behind,
            Optional<Item> before,
            Optional<Item> after,
            long version,
            WriteBatch batch) {
        batch.put(
                noteKey(behind.space(), behind.region(), version),
                new Row(version, payload(behind.key(), before, after)));
    }

    /** What a strongly consistent replica misses since a version, oldest first. */
    static RowRange missed(LiveTable behind, long version) {
        return notes(behind.space(), behind.region(), version);
    }

    /** What a replica owes to another one. */
    static RowRange owed(LiveTable source, LiveTable target) {
        int space = source.isStrong() ? target.space() : source.space();
        return notes(space, target.region(), BEFORE_REPLICATION);
    }

    /** Notes beside an item which write made it what it is. */
    static void stamp(RowKey key, long origin, boolean deleted, long version, WriteBatch batch) {
        byte[] payload =
                ByteBuffer.allocate(Long.BYTES + 1)
                        .putLong(origin)
                        .put(deleted ? DELETED : PUT)
                        .array();
        batch.put(stampKey(key), new Row(version, payload));
    }

    /** Whether a stamp is that of a deletion. */
    static boolean isOfDeletion(Row stamp) {
        assert stamp.payload().length == Long.BYTES + 1 : "No stamp";
        return stamp.payload()[Long.BYTES] == DELETED;
    }

    /** The stamp of an item, from its row and the row beside it. */
    static long stamp(Optional<Row> item, Optional<Row> stamp) {
        if (stamp.isPresent()) {
            return ByteBuffer.wrap(stamp.get().payload()).getLong();
        }
        return item.isPresent() ? BEFORE_REPLICATION : NEVER;
    }

    /** The row of the stamp of an item. */
    static RowKey stampKey(RowKey item) {
        return new RowKey(item.space(), item.partition(), Layout.STAMP_KIND, item.sort());
    }

    private static RowKey noteKey(int space, String region, long version) {
        return new RowKey(space, partition(region), Layout.NOTE_KIND, bytes(version));
    }

    /** The notes of a table for a region of a version or later ones, oldest first. */
    static RowRange notes(int space, String region, long version) {
        return notes(space, region, bytes(version));
    }

    private static RowRange notes(int space, String region, byte[] from) {
        return new RowRange(space, partition(region), Layout.NOTE_KIND, from, new byte[0], false);
    }

    /**
     * What a table owes to a region is owed as well by a table, or to a region, that comes into its
     * place.
     *
     * @param wanted which of it
     */
    public static void copyNotes(
            Store store,
            int space,
            String region,
            int toSpace,
            String toRegion,
            Predicate<Note> wanted) {
        byte[] after = {};
        while (true) {
            List<RowPage.Entry> notes = page(store, space, region, after);
            if (notes.isEmpty()) {
                return;
            }
            after = RowRange.after(notes.getLast().key().sort());
            List<RowPage.Entry> copied =
                    notes.stream().filter(note -> wanted.test(Note.of(note))).toList();
            store.update(
                    List.of(positionKey(toSpace, toRegion)),
                    (rows, batch) -> {
                        copied.forEach(
                                note -> batch.put(movedKey(note, toSpace, toRegion), note.row()));
                        return true;
                    });
        }
    }

    private static RowKey movedKey(RowPage.Entry note, int toSpace, String toRegion) {
        return new RowKey(toSpace, partition(toRegion), Layout.NOTE_KIND, note.key().sort());
    }

    /** Nothing is owed to a region any longer, which is no replica, or will be one anew. */
    public static void forget(Store store, int space, String region) {
        byte[] after = {};
        RowKey position = positionKey(space, region);
        while (true) {
            List<RowPage.Entry> notes = page(store, space, region, after);
            if (notes.isEmpty() && store.get(position, Consistency.STRONG).isEmpty()) {
                return;
            }
            if (!notes.isEmpty()) {
                after = RowRange.after(notes.getLast().key().sort());
            }
            store.update(
                    List.of(position),
                    (rows, batch) -> {
                        batch.delete(position);
                        notes.forEach(note -> batch.delete(note.key()));
                        return true;
                    });
        }
    }

    private static List<RowPage.Entry> page(Store store, int space, String region, byte[] from) {
        return RowPage.read(store, notes(space, region, from), PAGE).entries();
    }

    /** The row that says how far a region has been filled. */
    static RowKey positionKey(int space, String region) {
        return new RowKey(space, partition(region), Layout.FILL_POSITION_KIND, new byte[0]);
    }

    private static byte[] partition(String region) {
        return region.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
