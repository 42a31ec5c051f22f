package stator.storage.cassandra;

import com.datastax.driver.core.Row;
import com.scalar.db.api.TransactionState;
import com.scalar.db.exception.transaction.TransactionException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import stator.storage.RowKey;
import stator.storage.RowLocks;
import stator.storage.StoreException;

/**
 * What is done in the background: counters are written down and doubtful commits settled, each
 * second; what is left over is removed. Nothing depends on the removing but room.
 */
final class Chores implements Commits.Left {
    private static final System.Logger LOG = System.getLogger(Chores.class.getName());
    private static final long ROUND_MILLIS = 1_000;

    /** Longer than any message may lie in a queue of Cassandra; see {@link Rewriter}. */
    private static final long BARRED_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** An aborted transaction's mark has to outlive every server that sleeps in it. */
    private static final long ABORTED_MILLIS = TimeUnit.DAYS.toMillis(7);

    /** The time of a deletion that counts against whatever derived rows came before or come. */
    private static final long AFTER_ALL_VERSIONS = Long.MAX_VALUE;

    private static final int FINISHED_MAX = 100_000;
    private static final int FINISHING_THREADS = 4;

    private final Connection connection;
    private final Spaces spaces;
    private final Transactions transactions;
    private final Rewriter rewriter;
    private final Snapshots snapshots;
    private final BlockingQueue<String> finished = new ArrayBlockingQueue<>(FINISHED_MAX);

    /** Rows that were deleted, and whose tallies are written down. */
    private final Queue<RowPlace> dead = new ConcurrentLinkedQueue<>();

    /** Rows that were put where there were none, to keep late commits out; the oldest first. */
    private final Queue<BarredRow> barred = new ConcurrentLinkedQueue<>();

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** A row without a value, and when it was put. */
    private record BarredRow(RowPlace row, long nanos) {}

    Chores(Connection connection, Spaces spaces, Transactions transactions, Snapshots snapshots) {
        this.connection = connection;
        this.spaces = spaces;
        this.transactions = transactions;
        this.snapshots = snapshots;
        rewriter = new Rewriter(transactions);
    }

    void start(Commits commits, Counters counters) {
        begin(
                "stator-counting",
                () -> {
                    commits.settle();
                    counters.writeDown(this::isDead);
                });
        begin("stator-tidying", () -> tidy(commits.locks(), counters));
        for (int i = 0; i < FINISHING_THREADS; i++) {
            begin("stator-finishing", this::finish);
        }
        threads.forEach(Thread::start);
    }

    private void begin(String name, Runnable round) {
        threads.add(
                Thread.ofPlatform()
                        .name(name)
                        .daemon()
                        .unstarted(() -> {
                            while (!closed) {
                                Connection.pause(ROUND_MILLIS);
                                try {
                                    if (!closed) {
                                        round.run();
                                    }
                                } catch (StoreException.Unavailable e) {
                                    // The cluster is in trouble; the next round tries again.
                                } catch (RuntimeException e) {
                                    LOG.log(Level.WARNING, "A chore failed, and is tried again", e);
                                }
                            }
                        }));
    }

    /** A row carries a tally and nothing else, and the tally is written down. */
    void isDead(RowPlace row) {
        if (row.generation() != Spaces.OWN.generation()) {
            dead.add(row);
        }
    }

    @Override
    public void isBarred(RowPlace row) {
        if (row.generation() != Spaces.OWN.generation()) {
            barred.add(new BarredRow(row, System.nanoTime()));
        }
    }

    @Override
    public void isFinished(String id) {
        // If there are too many, the mark stays until the next start.
        finished.offer(id);
    }

    private void finish() {
        for (String id = finished.poll(); id != null && !closed; id = finished.poll()) {
            finish(id);
        }
    }

    private void finish(String id) {
        try {
            transactions.finish(id);
        } catch (TransactionException e) {
            throw new StoreException.Unavailable(e.getMessage(), e);
        }
    }

    private boolean hasSwept;

    private void tidy(RowLocks locks, Counters counters) {
        spaces.makeRoom();
        removeDead(locks, counters);
        for (Spaces.Home home : spaces.dropped()) {
            if (!snapshots.use(home)) {
                remove(home);
            }
        }
        if (!hasSwept) {
            sweepCoordinator();
            hasSwept = true;
        }
    }

    /** Removes rows without a value for whose removal it is time. */
    void removeDead(RowLocks locks, Counters counters) {
        for (BarredRow next = barred.peek();
                next != null && System.nanoTime() - next.nanos() > BARRED_NANOS;
                next = barred.peek()) {
            barred.remove();
            dead.add(next.row());
        }
        Map<Integer, Integer> spaceOf = spaces.generations();
        for (int left = dead.size(); left > 0; left--) {
            RowPlace row = dead.poll();
            Integer space = row == null ? null : spaceOf.get(row.generation());
            if (space != null && !remove(row, space, locks, counters)) {
                dead.add(row);
            }
        }
    }

    private boolean remove(RowPlace row, int space, RowLocks locks, Counters counters) {
        RowKey key =
                new RowKey(
                        space,
                        RowPlace.partition(row.place()),
                        (byte) row.kind(),
                        RowPlace.sort(row.sort()));
        try (RowLocks.Held held = locks.lock(List.of(key))) {
            assert held != null : "a row that may be written meanwhile";
            return !counters.carries(row) && rewriter.remove(row);
        }
    }

    /** Removes the rows of a dropped space. */
    private void remove(Spaces.Home home) {
        String table = Schema.rows(home.slot());
        for (Row found :
                connection.execute(connection.bind("SELECT DISTINCT place FROM KS." + table))) {
            ByteBuffer place = found.getBytes(0);
            if (closed) {
                return;
            }
            if (RowPlace.generation(Reader.bytes(place)) == home.generation()) {
                connection.execute(
                        connection.bind(
                                "DELETE FROM KS." + table + " USING TIMESTAMP ? WHERE place = ?",
                                AFTER_ALL_VERSIONS,
                                place));
            }
        }
        spaces.removed(home);
    }

    /** What servers before left with the coordinator. */
    private void sweepCoordinator() {
        long old = System.currentTimeMillis() - ABORTED_MILLIS;
        for (Row found :
                connection.execute(
                        connection.bind("SELECT tx_id, tx_state, tx_created_at FROM KS.state"))) {
            if (closed) {
                return;
            }
            String id = found.getString(0);
            TransactionState state = TransactionState.getInstance(found.getInt(1));
            if (state == TransactionState.COMMITTED && transactions.isOfOthers(id)) {
                finish(id);
            } else if (state == TransactionState.ABORTED && found.getLong(2) < old) {
                connection.execute(
                        connection.bind(
                                "DELETE FROM KS.state WHERE tx_id = ? IF tx_state = ?",
                                id,
                                TransactionState.ABORTED.get()));
            }
        }
    }

    /** Ends all of it. */
    void stop() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
