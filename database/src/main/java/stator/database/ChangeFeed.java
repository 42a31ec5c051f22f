package stator.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;

/**
 * The changes of tables for a reader that wants each of them at least once, in the order of each
 * item, also across restarts: how far it is, is kept beside the table's items.
 */
public final class ChangeFeed {
    /** The kind of the rows that keep how far the reader is in a shard. */
    static final byte POSITION_KIND = 115;

    /** For how long changes wait for the reader. */
    private static final long KEPT_MILLIS = 86_400_000;

    private static final byte[] NONE = {};

    private final Store store;
    private final Changes changes;
    private final HybridClock versions;
    private final String reader;

    ChangeFeed(Store store, Changes changes, HybridClock versions, String reader) {
        this.store = store;
        this.changes = changes;
        this.versions = versions;
        this.reader = reader;
    }

    /**
     * Changes that follow each other in one shard.
     *
     * @param records not empty
     */
    public record Batch(Shard shard, List<ChangeRecord> records) {}

    /** A table whose changes the reader wants, or wants no longer. */
    public TableDescription wanted(TableDescription table, boolean wanted) {
        Map<String, Long> readers = new LinkedHashMap<>(table.changeReaders());
        if (wanted) {
            readers.put(reader, KEPT_MILLIS);
        } else {
            readers.remove(reader);
        }
        return table.toBuilder().changeReaders(readers).build();
    }

    /**
     * The next changes of a table, if there are any. Those of a shard come before those of its
     * children.
     *
     * @param sinceMillis changes before are passed over
     */
    public Optional<Batch> next(Table table, long sinceMillis, int recordsMax, long bytesMax) {
        for (Shard shard : table.record().log().shards()) {
            long after = Math.max(position(table, shard), HybridClock.least(sinceMillis) - 1);
            List<ChangeRecord> records =
                    changes.read(table, shard, after, recordsMax, bytesMax).records();
            if (!records.isEmpty()) {
                return Optional.of(new Batch(shard, records));
            }
        }
        return Optional.empty();
    }

    private long position(Table table, Shard shard) {
        return store.get(key(table, shard), Consistency.STRONG)
                .map(row -> ByteBuffer.wrap(row.payload()).getLong())
                .orElse(0L);
    }

    /** The reader has dealt with some changes, and does not want them again. */
    public void done(Table table, Batch batch) {
        byte[] payload =
                ByteBuffer.allocate(Long.BYTES)
                        .putLong(batch.records().getLast().version())
                        .array();
        RowKey key = key(table, batch.shard());
        long stamp = table.gate().enter();
        try {
            if (table.gate().find().isPresent()) {
                store.update(
                        List.of(key),
                        (rows, writes) -> {
                            writes.put(key, new Row(versions.next(), payload));
                            return true;
                        });
            }
        } finally {
            table.gate().exit(stamp);
        }
    }

    private RowKey key(Table table, Shard shard) {
        String name = reader + "/" + shard.id();
        return new RowKey(
                table.space(), name.getBytes(StandardCharsets.UTF_8), POSITION_KIND, NONE);
    }
}
