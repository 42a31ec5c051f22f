package stator.database.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.catalog.LiveTable;
import stator.database.log.ChangeFeed;
import stator.database.log.ChangeRecord;
import stator.database.log.Shard;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;

/**
 * The changes of tables for a reader that wants each of them at least once, in the order of each
 * item, also across restarts: how far it is, is kept beside the table's items.
 */
public final class NamedReader implements ChangeFeed {
    /** For how long changes wait for the reader. */
    private static final long KEPT_MILLIS = 86_400_000;

    private static final byte[] NONE = {};

    private final Store store;
    private final ShardReader changes;
    private final HybridClock versions;
    private final String reader;

    public NamedReader(Store store, ShardReader changes, HybridClock versions, String reader) {
        this.store = store;
        this.changes = changes;
        this.versions = versions;
        this.reader = reader;
    }

    @Override
    public TableDescription wanted(TableDescription table, boolean wanted) {
        Map<String, Long> readers = new LinkedHashMap<>(table.changeReaders());
        if (wanted) {
            readers.put(reader, KEPT_MILLIS);
        } else {
            readers.remove(reader);
        }
        return table.toBuilder().changeReaders(readers).build();
    }

    @Override
    public Optional<Batch> next(Table shown, long sinceMillis, int recordsMax, long bytesMax) {
        LiveTable table = LiveTable.of(shown);
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

    private long position(LiveTable table, Shard shard) {
        return store.get(key(table, shard), Consistency.STRONG).map(NamedReader::decode).orElse(0L);
    }

    private static long decode(Row position) {
        return ByteBuffer.wrap(position.payload()).getLong();
    }

    @Override
    public void done(Table shown, Batch batch) {
        LiveTable table = LiveTable.of(shown);
        byte[] payload =
                ByteBuffer.allocate(Long.BYTES)
                        .putLong(batch.records().getLast().version())
                        .array();
        RowKey key = key(table, batch.shard());
        table.gate()
                .whileOpen(() -> {
                    store.update(
                            List.of(key),
                            (rows, writes) -> {
                                assert rows.getFirst().map(NamedReader::decode).orElse(0L)
                                                <= batch.records().getLast().version()
                                        : "The position of " + reader + " would go back";
                                writes.put(key, new Row(versions.next(), payload));
                                return true;
                            });
                });
    }

    private RowKey key(LiveTable table, Shard shard) {
        String name = reader + "/" + shard.id();
        return new RowKey(
                table.space(),
                name.getBytes(StandardCharsets.UTF_8),
                Layout.READER_POSITION_KIND,
                NONE);
    }
}
