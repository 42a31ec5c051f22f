package stator.storage.cassandra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.storage.Capabilities;
import stator.storage.Consistency;
import stator.storage.Decision;
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
import stator.storage.Token;
import stator.storage.Turnstile;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * The engine for a cluster. One server at a time has a keyspace open; that it is one is seen to by
 * the {@link Lease}, and that it stays one by {@link Takeover}.
 *
 * <p>Reads of one row go past all locks of this process: a lightweight transaction is visible as a
 * whole or not at all, and so is one over several partitions, because its coordinator decides in
 * one row. Reads of several rows as of one moment hold the rows' locks meanwhile.
 */
public final class CassandraStore implements Store {
    private static final String CLOSED = "The store is closed.";

    /** For clients, which the next server will answer. */
    private static final String BUSY = "The service is currently unavailable or busy.";

    private final Connection connection;
    private final Lease lease;
    private final Spaces spaces;
    private final Transactions transactions;
    private final Reader reader;
    private final Counters counters;
    private final Snapshots snapshots = new Snapshots();
    private final Commits commits;
    private final DerivedRows derivedRows;
    private final Chores chores;
    private final Capabilities capabilities;

    /** Calls pass together, closing alone; guards {@code closed}. */
    private final Turnstile turnstile = new Turnstile();

    private boolean closed;

    /** Derived changes are made together; a snapshot is opened while there are none. */
    private final Turnstile deriving = new Turnstile();

    private CassandraStore(
            Connection connection, Schema schema, Lease lease, CassandraSettings settings) {
        this.connection = connection;
        this.lease = lease;
        spaces = Spaces.open(connection, schema, settings.slotsMax());
        transactions = new Transactions(connection, lease.epoch());
        reader = new Reader(connection, transactions);
        Takeover takeover = new Takeover(connection, new Rewriter(transactions));
        counters = takeover.counters(spaces);
        chores = new Chores(connection, spaces, transactions, snapshots);
        takeover.dead().forEach(chores::isBarred);
        commits = new Commits(spaces, transactions, counters, lease, snapshots, chores);
        derivedRows = new DerivedRows(connection, spaces, reader, snapshots);
        capabilities =
                new Capabilities(
                        schema.hasOutbox()
                                ? Capabilities.AtomicScope.PARTITION
                                : Capabilities.AtomicScope.GLOBAL,
                        true,
                        true);
        chores.start(commits, counters);
    }

    /**
     * Opens a keyspace for the owner of its lease, which goes back when the store is closed, or
     * cannot be opened.
     *
     * @throws StoreException.Unavailable if the cluster does not answer
     */
    static CassandraStore open(CassandraSettings settings, Lease lease) {
        Connection connection = null;
        try {
            connection = Connection.open(settings);
            return new CassandraStore(
                    connection, new Schema(connection, settings), lease, settings);
        } catch (RuntimeException e) {
            lease.close();
            if (connection != null) {
                connection.close();
            }
            throw e;
        }
    }

    /** What is done while the store is open. */
    private interface Call<T> {
        T make();
    }

    private <T> T whileOpen(Call<T> call) {
        long stamp = turnstile.enter();
        try {
            if (closed) {
                throw new StoreException.Unavailable(CLOSED, null);
            }
            if (lease.isLost()) {
                // What this server knows of the tables may no longer be true.
                throw new StoreException.Unavailable(lease.refusal(), BUSY, null);
            }
            return call.make();
        } finally {
            turnstile.exit(stamp);
        }
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public long token(int space, byte[] partition) {
        return spaces.find(space)
                .map(home -> connection.token(RowPlace.place(home.generation(), partition)))
                .orElseGet(() -> Token.of(partition));
    }

    @Override
    public Optional<Row> get(RowKey key, Consistency consistency) {
        return whileOpen(() -> find(key, consistency));
    }

    private Optional<Row> find(RowKey key, Consistency consistency) {
        return spaces.find(key.space())
                .flatMap(home -> reader.get(RowPlace.of(home, key), consistency));
    }

    @Override
    public List<Optional<Row>> getAll(List<RowKey> keys) {
        return whileOpen(() -> {
            try (RowLocks.Held held = commits.locks().lock(keys)) {
                assert held != null : "rows that may change while they are read";
                List<Optional<Row>> rows = new ArrayList<>(keys.size());
                for (RowKey key : keys) {
                    rows.add(find(key, Consistency.STRONG));
                }
                requireNobodyElseWrote();
                return rows;
            }
        });
    }

    @Override
    public <R> R update(List<RowKey> keys, Decision<R> decision) {
        return whileOpen(() -> commits.update(keys, decision));
    }

    @Override
    public <R> List<Result<R>> updateEach(List<Update<R>> updates) {
        List<Result<R>> results = new ArrayList<>(updates.size());
        for (Update<R> update : updates) {
            results.add(result(update));
        }
        return results;
    }

    private <R> Result<R> result(Update<R> update) {
        try {
            return new Result.Done<>(update(update.keys(), update.decision()));
        } catch (RuntimeException e) {
            return new Result.Failed<>(e);
        }
    }

    @Override
    public void derive(List<WriteBatch.Change> changes) {
        whileDeriving(() -> derivedRows.make(changes));
    }

    @Override
    public void empty(List<Emptying> ranges) {
        whileDeriving(() -> derivedRows.empty(ranges));
    }

    private void whileDeriving(Runnable making) {
        if (capabilities.atomicScope() != Capabilities.AtomicScope.PARTITION) {
            throw new IllegalStateException("Rows of this keyspace are committed, not derived");
        }
        whileOpen(() -> {
            long stamp = deriving.enter();
            try {
                making.run();
            } finally {
                deriving.exit(stamp);
            }
            return null;
        });
    }

    @Override
    public void range(RowRange range, Consistency consistency, RowVisitor visitor) {
        whileOpen(() -> {
            spaces.find(range.space())
                    .ifPresent(home -> reader.range(home, range, consistency, visitor));
            return null;
        });
    }

    @Override
    public void scan(SpaceScan scan, Consistency consistency, RowVisitor visitor) {
        whileOpen(() -> {
            spaces.find(scan.space())
                    .ifPresent(home -> reader.scan(home, scan, consistency, visitor));
            return null;
        });
    }

    @Override
    public Snapshot snapshot() {
        return whileOpen(() -> {
            long stamp = deriving.enterAlone();
            try (RowLocks.Held nobodyWrites = commits.locks().lockAll()) {
                assert nobodyWrites != null : "a moment while commits are under way";
                Map<Integer, Spaces.Home> homes = new HashMap<>();
                spaces.generations()
                        .values()
                        .forEach(space ->
                                spaces.find(space).ifPresent(home -> homes.put(space, home)));
                KeptSnapshot snapshot = new KeptSnapshot(reader, connection, homes, snapshots);
                snapshots.add(snapshot);
                requireNobodyElseWrote();
                return snapshot;
            } finally {
                deriving.exitAlone(stamp);
            }
        });
    }

    /**
     * The locks that make several rows those of one moment keep away the writers of this process
     * only. While the lease is valid there are no others.
     */
    private void requireNobodyElseWrote() {
        String refusal = lease.refusal();
        if (!refusal.isEmpty()) {
            throw new StoreException.Unavailable(refusal, null);
        }
    }

    @Override
    public long[] counters(int space) {
        return whileOpen(() ->
                spaces.find(space)
                        .map(home -> counters.get(home.generation()))
                        .orElseGet(() -> new long[0]));
    }

    @Override
    public void dropSpace(int space) {
        whileOpen(() -> {
            String refusal = commits.refusal();
            if (!refusal.isEmpty()) {
                throw new StoreException.Unavailable(refusal, null);
            }
            spaces.drop(space).ifPresent(home -> counters.drop(home.generation()));
            return null;
        });
    }

    @Override
    public long highestVersion() {
        return whileOpen(counters::highestVersion);
    }

    @Override
    public StoreHealth health() {
        return whileOpen(() -> {
            String refusal = commits.refusal();
            return refusal.isEmpty() ? StoreHealth.GOOD : new StoreHealth(false, refusal);
        });
    }

    @Override
    public void close() {
        long stamp = turnstile.enterAlone();
        try {
            if (closed) {
                return;
            }
            closed = true;
            snapshots.closeAll();
            chores.stop();
            countForTheLastTime();
            // First: somebody may be waiting for it.
            lease.close();
            // Closes the connection, too.
            transactions.close();
            connection.close();
        } finally {
            turnstile.exitAlone(stamp);
        }
    }

    /** So that the next to open has nothing to find out. */
    private void countForTheLastTime() {
        if (!lease.refusal().isEmpty()) {
            return;
        }
        try {
            commits.settle();
            counters.writeDown(chores::isDead);
            chores.removeDead(commits.locks(), counters);
        } catch (StoreException.Unavailable e) {
            // The next finds out.
        }
    }
}
