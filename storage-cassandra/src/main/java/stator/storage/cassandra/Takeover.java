package stator.storage.cassandra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import stator.storage.StoreException;

/**
 * What the new owner of the {@link Lease} does first: it finds what the one before had under way.
 *
 * <p>A commit is sent only when its hint is there and the lease was valid after that. So whoever
 * takes the lease later sees the hint of every commit that may still be on its way, be its server
 * dead or asleep, and rewrites the carrier ({@link Rewriter}). From then on each of those commits
 * has been applied, and its tally is in the carrier, or never will be. So no server that lost the
 * lease changes anything, however long it slept between its look at the lease and its write.
 */
final class Takeover {
    private static final int THREADS = 16;
    private static final long REWRITE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private final Connection connection;
    private final Rewriter rewriter;

    /** Rows without a value that were found or made. Guarded by itself. */
    private final List<RowPlace> dead = new ArrayList<>();

    Takeover(Connection connection, Rewriter rewriter) {
        this.connection = connection;
        this.rewriter = rewriter;
    }

    /** The counters as of all commits of all servers before. */
    Counters counters(Spaces spaces) {
        Counters.Written written = Counters.read(connection);
        Counters.Hinted hinted = Counters.readHints(connection);
        Map<Integer, long[]> totals = new HashMap<>();
        for (int generation : spaces.generations().keySet()) {
            long[] sums = written.sums().get(generation);
            if (sums != null) {
                totals.put(generation, sums);
            }
        }
        long version = written.version();
        for (Tally tally : rewrite(hinted)) {
            for (Map.Entry<Long, Tally.Part> part : tally.parts().entrySet()) {
                long period = part.getKey();
                if (period >= written.upto()) {
                    version = Math.max(version, part.getValue().version());
                }
                part.getValue()
                        .sums()
                        .forEach((generation, added) -> {
                            if (spaces.generations().containsKey(generation)
                                    && period >= written.uptoOf().getOrDefault(generation, 0L)) {
                                totals.merge(generation, added, Tally.Part::add);
                            }
                        });
            }
        }
        long period = Math.max(written.upto(), hinted.lastPeriod() + 1);
        Counters counters = new Counters(connection, totals, version, period);
        Counters.deleteHints(connection, period);
        return counters;
    }

    private List<Tally> rewrite(Counters.Hinted hinted) {
        List<Tally> tallies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Tally>> rewritten = new ArrayList<>();
            for (RowPlace row : hinted.rows()) {
                rewritten.add(threads.submit(() -> rewrite(row)));
            }
            for (Future<Tally> one : rewritten) {
                tallies.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new StoreException.Unavailable(
                    "What a server before had under way cannot be found out: "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("Interrupted", e);
        }
        return tallies;
    }

    private Tally rewrite(RowPlace row) {
        RowTransaction.Stored stored = rewriter.rewrite(row, REWRITE_NANOS_MAX);
        if (stored.value() == null) {
            synchronized (dead) {
                dead.add(row);
            }
        }
        return Tally.read(stored.tally());
    }

    /** Rows without a value, which keep late commits out and are to be removed later. */
    List<RowPlace> dead() {
        synchronized (dead) {
            return List.copyOf(dead);
        }
    }
}
