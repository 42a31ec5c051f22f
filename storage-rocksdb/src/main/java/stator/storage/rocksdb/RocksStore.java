package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;
import stator.storage.Capabilities;
import stator.storage.Consistency;
import stator.storage.Decision;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowLocks;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.StoreHealth;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * The durable engine: rows in a RocksDB of this process.
 *
 * <p>An update locks its rows, reads them (pending changes first), decides, adds its changes to the
 * open group of {@link GroupCommit}, unlocks, and waits until the group is durable. Reads go to
 * RocksDB and see committed rows only.
 */
public final class RocksStore implements Store {
    private static final System.Logger LOG = System.getLogger("stator.storage.rocksdb");
    private static final Capabilities CAPABILITIES =
            new Capabilities(Capabilities.AtomicScope.GLOBAL, true, true);

    /** A space with fewer rows is dropped row by row. */
    private static final int FEW_ROWS = 1000;

    private final DataDirectory directory;
    private final SyncedMark mark;
    private final SharedDatabase database = new SharedDatabase();
    private final Reads reads = RocksReads.ofAll(database);
    private final Reads readsOfMemory = RocksReads.ofMemory(database);
    private final Totals totals = new Totals();
    private final RowLocks rowLocks = new RowLocks();
    private final SpaceGuard spaceGuard;
    private final GroupCommit commit;
    private final Caretaker caretaker;

    /** How many snapshots are open. */
    private final AtomicInteger snapshots = new AtomicInteger();

    private volatile boolean closed;

    /**
     * Opens the store in a directory, or creates it there.
     *
     * @throws StoreException.Unavailable if the directory is in use, or is not ours, or the disk
     *     cannot be used
     * @throws StoreException.Corrupt if data is damaged; the message says what to do
     */
    public static RocksStore open(Path directory, RocksSettings settings) {
        DataDirectory held = DataDirectory.hold(directory.toAbsolutePath().normalize());
        try {
            return new RocksStore(held, settings);
        } catch (RocksDBException e) {
            held.close();
            throw SharedDatabase.failed("The store in " + directory + " cannot be opened", e);
        } catch (IOException e) {
            held.close();
            throw new StoreException.Unavailable(
                    "The store in " + directory + " cannot be opened: " + e, e);
        } catch (RuntimeException | Error e) {
            held.close();
            throw e;
        }
    }

    private RocksStore(DataDirectory directory, RocksSettings settings)
            throws IOException, RocksDBException {
        this.directory = directory;
        mark = new SyncedMark(directory.syncedMark());
        spaceGuard = new SpaceGuard(directory.path(), settings.reserveBytes());
        commit =
                new GroupCommit(
                        database, totals, directory, mark, spaceGuard, settings.durability());
        caretaker = new Caretaker(directory, settings, database, commit, totals, spaceGuard, mark);
        try {
            start(settings);
        } catch (IOException | RocksDBException | RuntimeException | Error e) {
            database.close("The store could not be opened.");
            mark.close();
            throw e;
        }
    }

    private void start(RocksSettings settings) throws IOException, RocksDBException {
        new OpeningCheck(directory, mark).run();
        database.exchange(() -> OpenDatabase.open(directory.database(), settings));
        database.tryUse(open -> {
            totals.load(open);
            return null;
        });
        caretaker.markManifest();
        commit.start();
        caretaker.start();
        if (!spaceGuard.roomy()) {
            LOG.log(System.Logger.Level.WARNING, spaceGuard.detail());
        }
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Optional<Reads> atOnce() {
        return Optional.of(readsOfMemory);
    }

    @Override
    public Optional<Row> get(RowKey key, Consistency consistency) {
        return reads.get(key, consistency);
    }

    @Override
    public List<Optional<Row>> getAll(List<RowKey> keys) {
        return reads.getAll(keys);
    }

    @Override
    public void range(RowRange range, Consistency consistency, RowVisitor visitor) {
        reads.range(range, consistency, visitor);
    }

    @Override
    public void scan(SpaceScan scan, Consistency consistency, RowVisitor visitor) {
        reads.scan(scan, consistency, visitor);
    }

    /** What was decided, and the group to wait for, if any. */
    private record Decided<R>(R result, Group group, boolean wrote) {
        R await() {
            if (wrote) {
                group.awaitWritten();
            } else if (group != null) {
                group.awaitShown();
            }
            return result;
        }
    }

    @Override
    public <R> R update(List<RowKey> keys, Decision<R> decision) {
        return decide(keys, decision).await();
    }

    @Override
    public <R> List<Result<R>> updateEach(List<Update<R>> updates) {
        List<Result<Decided<R>>> decided = new ArrayList<>(updates.size());
        for (Update<R> update : updates) {
            decided.add(result(() -> decide(update.keys(), update.decision())));
        }
        List<Result<R>> results = new ArrayList<>(updates.size());
        for (Result<Decided<R>> each : decided) {
            results.add(result(() -> each.get().await()));
        }
        return results;
    }

    private static <R> Result<R> result(Supplier<R> supplier) {
        try {
            return new Result.Done<>(supplier.get());
        } catch (RuntimeException e) {
            return new Result.Failed<>(e);
        }
    }

    private <R> Decided<R> decide(List<RowKey> keys, Decision<R> decision) {
        commit.requireWritable();
        long era = commit.era();
        try (RowLocks.Held held = rowLocks.lock(keys)) {
            while (true) {
                CurrentRows current = new CurrentRows(keys);
                WriteBatch batch = new WriteBatch();
                R result = decision.decide(current.rows, batch);
                if (batch.isEmpty()) {
                    return new Decided<>(result, current.latest, false);
                }
                if (held.extendTo(batch)) {
                    Group group = commit.add(era, new GroupEntry.Changes(batch));
                    return new Decided<>(result, group, true);
                }
            }
        }
    }

    /** The rows that a decision is shown, and the latest group that it has to wait for. */
    private final class CurrentRows {
        private final List<Optional<Row>> rows;
        private Group latest;

        CurrentRows(List<RowKey> keys) {
            rows = new ArrayList<>(keys.size());
            for (RowKey key : keys) {
                rows.add(current(key));
            }
        }

        private Optional<Row> current(RowKey key) {
            GroupCommit.Pending pending = commit.pending(key);
            if (pending == null) {
                return reads.get(key, Consistency.STRONG);
            }
            if (latest == null || latest.number < pending.group.number) {
                latest = pending.group;
            }
            return Optional.ofNullable(pending.row);
        }
    }

    @Override
    public Snapshot snapshot() {
        return new RocksSnapshot(database, snapshots);
    }

    @Override
    public long[] counters(int space) {
        requireOpen();
        return totals.counters(space);
    }

    @Override
    public void dropSpace(int space) {
        commit.requireWritable();
        long era = commit.era();
        GroupEntry.Drop drop = new GroupEntry.Drop(space, keysIfFew(space));
        commit.add(era, drop).awaitWritten();
        // Deleting whole files takes their rows from snapshots, too; compactions will do it then.
        if (drop.keys() == null && snapshots.get() == 0) {
            database.use(open -> {
                open.deleteFiles(RowBytes.space(space), RowBytes.space(space + 1));
                return null;
            });
        }
    }

    private List<byte[]> keysIfFew(int space) {
        List<byte[]> keys = new ArrayList<>();
        return database.use(open -> {
            RowBounds bounds = new RowBounds(RowBytes.space(space), RowBytes.space(space + 1));
            try (BoundedIterator rows = open.iterator(bounds)) {
                for (rows.first(); rows.valid(); rows.next()) {
                    if (keys.size() == FEW_ROWS) {
                        return null;
                    }
                    keys.add(rows.key());
                }
                return keys;
            }
        });
    }

    @Override
    public long highestVersion() {
        requireOpen();
        return totals.highestVersion();
    }

    @Override
    public StoreHealth health() {
        if (closed) {
            throw new StoreException.Unavailable("The store is closed.", null);
        }
        String refusal = commit.refusal();
        if (refusal != null) {
            return new StoreHealth(false, refusal);
        }
        return spaceGuard.roomy() ? StoreHealth.GOOD : new StoreHealth(false, spaceGuard.detail());
    }

    private void requireOpen() {
        database.use(open -> null);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        caretaker.stopping();
        commit.close();
        caretaker.stop();
        try {
            database.use(open -> {
                open.flush();
                return null;
            });
            caretaker.markManifest();
        } catch (IOException | StoreException e) {
            // What could not be flushed is in the log; the next opening reads it.
        } finally {
            database.close("The store is closed.");
            closeFiles();
        }
    }

    private void closeFiles() {
        try {
            mark.close();
        } catch (IOException e) {
            throw new StoreException.Unavailable("The mark cannot be closed: " + e, e);
        } finally {
            directory.close();
        }
    }
}
