package stator.database.change;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.log.ChangeLog;
import stator.database.log.ChangePage;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeStream;
import stator.database.log.Changes;
import stator.database.log.RetiredLog;
import stator.database.log.Shard;
import stator.database.log.StreamPeriod;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.database.settings.ChangeLogSettings;
import stator.database.table.Namespace;
import stator.model.KeySchema;
import stator.storage.Consistency;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * Shows the changes of tables: to clients by streams, and to whatever else reads them by shards.
 *
 * <p>A page never leaves out a record that appears later: of an open shard it ends at {@link
 * InFlightWrites#floor}; a closed shard takes nothing any longer, because no write is under way
 * while it is being closed.
 */
public final class ShardReader implements Changes {
    private static final byte[] NONE = {};

    private final Store store;
    private final Catalog catalog;
    private final ChangeLogSettings settings;
    private final Clock clock;

    public ShardReader(Store store, Catalog catalog, ChangeLogSettings settings, Clock clock) {
        this.store = store;
        this.catalog = catalog;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<ChangeStream> streams(Namespace namespace) {
        List<ChangeStream> streams = new ArrayList<>();
        for (LiveTable table : catalog.tables()) {
            if (table.namespace().equals(namespace)) {
                addStreams(namespace, table.name(), table.key(), table.record().log(), streams);
            }
        }
        for (RetiredLog retired : catalog.retiredLogs()) {
            if (retired.namespace().equals(namespace)) {
                addStreams(namespace, retired.tableName(), retired.key(), retired.log(), streams);
            }
        }
        streams.sort(Comparator.comparing(ChangeStream::arn));
        return streams;
    }

    @Override
    public Optional<ChangeStream> stream(Namespace namespace, String tableName, String label) {
        List<ChangeStream> streams = new ArrayList<>();
        Optional<LiveTable> found = catalog.find(namespace, tableName);
        found.ifPresent(table ->
                addStreams(namespace, tableName, table.key(), table.record().log(), streams));
        for (RetiredLog retired : catalog.retiredLogs()) {
            if (retired.namespace().equals(namespace) && retired.tableName().equals(tableName)) {
                addStreams(namespace, tableName, retired.key(), retired.log(), streams);
            }
        }
        return streams.stream().filter(stream -> stream.period().label().equals(label)).findFirst();
    }

    private void addStreams(
            Namespace namespace,
            String tableName,
            KeySchema key,
            ChangeLog log,
            List<ChangeStream> streams) {
        long horizonMillis = clock.millis() - settings.retentionMillis();
        for (StreamPeriod period : log.streams()) {
            if (period.endMillis() >= horizonMillis) {
                List<Shard> shards =
                        log.shards().stream()
                                .filter(shard -> shard.stream().equals(period.label()))
                                .filter(shard -> shard.closedMillis() >= horizonMillis)
                                .toList();
                streams.add(new ChangeStream(namespace, tableName, key, period, shards));
            }
        }
    }

    @Override
    public long horizon() {
        return HybridClock.least(clock.millis() - settings.retentionMillis());
    }

    @Override
    public boolean hasTrimmed(Shard shard, long after) {
        long horizon = horizon();
        if (after + 1 >= horizon) {
            return false;
        }
        return RowPage.first(store, range(shard, after, horizon - 1, false)).isPresent();
    }

    @Override
    public ChangePage read(
            ChangeStream stream, Shard shard, long after, int recordsMax, long bytesMax) {
        long readable = readableTo(stream.namespace(), stream.tableName(), shard);
        long from = Math.max(after, horizon() - 1);
        return read(shard, stream.key(), from, readable, new Page(recordsMax, bytesMax));
    }

    /** The records of a table's shard after a version, however old. */
    public ChangePage read(
            LiveTable table, Shard shard, long after, int recordsMax, long bytesMax) {
        long readable = readableTo(table.namespace(), table.name(), shard);
        return read(shard, table.key(), after, readable, new Page(recordsMax, bytesMax));
    }

    @Override
    public long latest(ChangeStream stream, Shard shard) {
        long to = readableTo(stream.namespace(), stream.tableName(), shard);
        return RowPage.first(store, range(shard, shard.from(), to, true))
                .map(record -> record.row().version())
                .orElse(shard.from());
    }

    /** A shard that was open when it was looked up may have been closed since. */
    private long readableTo(Namespace namespace, String tableName, Shard shard) {
        if (!shard.isOpen()) {
            return Shard.OPEN;
        }
        return catalog.find(namespace, tableName)
                .filter(table -> table.record().log().shards().contains(shard))
                .map(table -> table.gate().inFlight().floor())
                .orElse(Shard.OPEN);
    }

    /** What of a shard fits into a page. */
    private static final class Page {
        private final int recordsMax;
        private final long bytesMax;
        private final List<ChangeRecord> records = new ArrayList<>();
        private long bytes;
        private boolean isFull;

        Page(int recordsMax, long bytesMax) {
            this.recordsMax = recordsMax;
            this.bytesMax = bytesMax;
        }

        boolean take(ChangeRecord change, int changeBytes) {
            bytes += changeBytes;
            if (records.size() == recordsMax || !records.isEmpty() && bytes > bytesMax) {
                isFull = true;
                return false;
            }
            records.add(change);
            return true;
        }
    }

    private ChangePage read(Shard shard, KeySchema schema, long after, long to, Page page) {
        store.range(
                range(shard, after, to, false),
                Consistency.STRONG,
                (key, row) ->
                        page.take(
                                ChangeRecordCodec.decode(row.version(), row.payload(), schema),
                                row.payload().length));
        return new ChangePage(page.records, !shard.isOpen() && !page.isFull);
    }

    /** The records after a version and up to another one; {@link Shard#OPEN} for all. */
    private static RowRange range(Shard shard, long after, long to, boolean reverse) {
        byte[] from = ChangeRecorder.sort(after + 1);
        byte[] end = to == Shard.OPEN ? NONE : ChangeRecorder.sort(to + 1);
        return new RowRange(shard.space(), NONE, Layout.RECORD_KIND, from, end, reverse);
    }

    /** Whether a shard has any record. */
    boolean isEmpty(Shard shard) {
        return RowPage.first(store, range(shard, 0, Shard.OPEN, false)).isEmpty();
    }
}
