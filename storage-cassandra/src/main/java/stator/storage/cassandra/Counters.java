package stator.storage.cassandra;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.Row;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The counters of all spaces and the highest version, exact also after a crash, without a
 * transaction over several partitions for each write.
 *
 * <p>One server counts, in memory. What it counted has to be found again when it is killed: so each
 * commit leaves what it adds in one of the rows that it writes, its carrier, as the row's {@link
 * Tally}. A row has the tallies of all commits that it carried since they were last written down.
 * Where to look for them is told by hints: one small plain write for each carrier and period, which
 * is there before the commit is sent.
 *
 * <p>Each second begins a period. When no commit of the one before is under way any longer, the
 * totals are written down ({@code counter}, with the number of the first period that they lack),
 * and its hints are deleted. Who opens the store adds to what is written down the tallies of the
 * rows that hints name, of the periods that are lacking.
 *
 * <p>Alternatives that lost: a row of counters in each commit makes every write a transaction over
 * two partitions, six times as dear. Cassandra's own counter columns count a write that timed out
 * twice or never. To count all rows after a crash takes a scan of everything.
 *
 * <p>Hints serve a second purpose, see {@link Takeover}.
 */
final class Counters {
    /** Partitions of hints; more let more nodes take part. */
    static final int LANES = 16;

    private static final long[] NONE = {};

    private final Connection connection;

    /** As of the last commit. Guarded by {@code this}. */
    private final Map<Integer, long[]> totals = new HashMap<>();

    /** As written down. Guarded by {@code this}. */
    private final Map<Integer, long[]> written = new HashMap<>();

    /** Guarded by {@code this}. */
    private long highestVersion;

    /** The tallies of rows, of periods that are not written down. */
    private final Map<RowPlace, Tally> tallies = new ConcurrentHashMap<>();

    /** Guarded by {@code this}. */
    private Period current;

    /** Those that are not written down, oldest first. Guarded by {@code this}. */
    private final Deque<Period> earlier = new ArrayDeque<>();

    /** What was written down last. */
    record Written(long upto, Map<Integer, Long> uptoOf, Map<Integer, long[]> sums, long version) {}

    /**
     * @param totals by generation
     * @param period the first; those before are in the totals
     */
    Counters(Connection connection, Map<Integer, long[]> totals, long version, long period) {
        this.connection = connection;
        this.totals.putAll(totals);
        written.putAll(totals);
        highestVersion = version;
        current = new Period(period);
        write(totals, period);
    }

    /** Reads what is written down. */
    static Written read(Connection connection) {
        Map<Integer, Long> uptoOf = new HashMap<>();
        Map<Integer, long[]> sums = new HashMap<>();
        for (Row row :
                connection.execute(
                        connection.bind(
                                "SELECT generation, upto, sums FROM KS.counter WHERE bucket = ?",
                                Spaces.BUCKET))) {
            uptoOf.put(row.getInt(0), row.getLong(1));
            sums.put(row.getInt(0), numbers(row.getBytes(2)));
        }
        int own = Spaces.OWN.generation();
        long[] version = sums.remove(own);
        return new Written(
                uptoOf.getOrDefault(own, 0L), uptoOf, sums, version == null ? 0 : version[0]);
    }

    /** What one commit adds, and where. */
    final class Entry {
        private final Period period;
        private final RowPlace carrier;
        private final String id;
        private final Tally.Part added;
        private final Tally tally;
        private final boolean isDead;

        private Entry(
                Period period, RowPlace carrier, String id, Tally.Part added, boolean isDead) {
            this.period = period;
            this.carrier = carrier;
            this.id = id;
            this.added = added;
            this.isDead = isDead;
            tally = tallies.getOrDefault(carrier, Tally.empty()).with(id, period.number(), added);
        }

        RowPlace carrier() {
            return carrier;
        }

        /** The transaction that commits. */
        String id() {
            return id;
        }

        /** What the commit puts into the carrier. */
        byte[] tally() {
            return tally.bytes();
        }

        /** The commit is there. */
        void committed() {
            tallies.put(carrier, tally);
            if (isDead) {
                period.dead().add(carrier);
            }
            period.add(added);
            synchronized (Counters.this) {
                added.sums().forEach((generation, sum) -> totals.merge(generation, sum, PLUS));
                highestVersion = Math.max(highestVersion, added.version());
            }
            period.leave();
        }

        /** The commit is not there and will never be. */
        void dropped() {
            period.leave();
        }
    }

    private static final java.util.function.BinaryOperator<long[]> PLUS = Tally.Part::add;

    /**
     * Announces a commit: it may be sent when this returns. Its end is to be told. The caller holds
     * the lock of the carrier until then.
     *
     * @param isDead whether the commit leaves nothing in the carrier but the tally
     */
    Entry enter(RowPlace carrier, String id, Tally.Part added, boolean isDead) {
        Period period;
        synchronized (this) {
            period = current;
            period.enter();
        }
        try {
            if (!period.hinted().contains(carrier)) {
                hint(period, carrier);
                period.hinted().add(carrier);
            }
            return new Entry(period, carrier, id, added, isDead);
        } catch (RuntimeException e) {
            period.leave();
            throw e;
        }
    }

    private void hint(Period period, RowPlace row) {
        connection.execute(
                connection.bind(
                        "INSERT INTO KS.hint (lane, period, slot, place, kind, sort) VALUES (?, ?,"
                                + " ?, ?, ?, ?)",
                        lane(row),
                        period.number(),
                        row.slot(),
                        ByteBuffer.wrap(row.place()),
                        row.kind(),
                        ByteBuffer.wrap(row.sort())));
    }

    private static int lane(RowPlace row) {
        return Math.floorMod(row.hashCode() * 0x9E3779B9 >>> 16, LANES);
    }

    /** Whether a row has a tally that is not written down. */
    boolean carries(RowPlace row) {
        return tallies.containsKey(row);
    }

    synchronized long[] get(int generation) {
        return totals.getOrDefault(generation, NONE).clone();
    }

    synchronized long highestVersion() {
        return highestVersion;
    }

    /** Forgets the counters of a space that is dropped. */
    void drop(int generation) {
        synchronized (this) {
            totals.remove(generation);
            written.remove(generation);
        }
        connection.execute(
                connection.bind(
                        "DELETE FROM KS.counter WHERE bucket = ? AND generation = ?",
                        Spaces.BUCKET,
                        generation));
    }

    /**
     * Writes down what can be. For one thread.
     *
     * @param dead takes rows that carry nothing any longer
     */
    void writeDown(Consumer<RowPlace> dead) {
        synchronized (this) {
            if (!current.isEmpty()) {
                earlier.addLast(current);
                current = new Period(current.number() + 1);
            }
        }
        for (Period period = nextOver(); period != null; period = nextOver()) {
            writeDown(period, dead);
        }
    }

    private synchronized Period nextOver() {
        Period first = earlier.peekFirst();
        return first != null && first.isOver() ? first : null;
    }

    private void writeDown(Period period, Consumer<RowPlace> dead) {
        long upto = period.number() + 1;
        Map<Integer, long[]> sums = new HashMap<>();
        synchronized (this) {
            period.sum()
                    .sums()
                    .forEach((generation, added) -> {
                        if (totals.containsKey(generation)) {
                            long[] before = written.getOrDefault(generation, NONE);
                            sums.put(generation, Tally.Part.add(before, added));
                        }
                    });
        }
        write(sums, upto);
        synchronized (this) {
            sums.forEach((generation, sum) -> {
                if (totals.containsKey(generation)) {
                    written.put(generation, sum);
                }
            });
            earlier.removeFirst();
        }
        deleteHints(connection, upto);
        for (RowPlace row : period.hinted()) {
            tallies.computeIfPresent(
                    row,
                    (place, tally) -> {
                        Tally left = tally.from(upto);
                        return left.parts().isEmpty() ? null : left;
                    });
        }
        period.dead().forEach(dead);
    }

    /** Writes down some totals; last that all of them are as of a period. */
    private void write(Map<Integer, long[]> sums, long upto) {
        sums.forEach((generation, sum) -> connection.execute(statement(generation, upto, sum)));
        long[] version = {highestVersion()};
        connection.execute(statement(Spaces.OWN.generation(), upto, version));
    }

    /**
     * The period is the time of the write: what a server wrote that has lost its lease is older.
     */
    private BoundStatement statement(int generation, long upto, long[] sums) {
        ByteBuffer bytes = ByteBuffer.allocate(sums.length * Long.BYTES);
        bytes.asLongBuffer().put(sums);
        return connection.bind(
                "INSERT INTO KS.counter (bucket, generation, upto, sums) VALUES (?, ?, ?, ?) USING"
                        + " TIMESTAMP ?",
                Spaces.BUCKET,
                generation,
                upto,
                bytes,
                upto);
    }

    static void deleteHints(Connection connection, long upto) {
        for (int lane = 0; lane < LANES; lane++) {
            connection.execute(
                    connection.bind(
                            "DELETE FROM KS.hint WHERE lane = ? AND period < ?", lane, upto));
        }
    }

    /** All rows that hints name, and the highest period of one. */
    record Hinted(Set<RowPlace> rows, long lastPeriod) {}

    static Hinted readHints(Connection connection) {
        Set<RowPlace> rows = new HashSet<>();
        long last = -1;
        for (int lane = 0; lane < LANES; lane++) {
            for (Row row :
                    connection.execute(
                            connection.bind(
                                    "SELECT period, slot, place, kind, sort FROM KS.hint WHERE lane"
                                            + " = ?",
                                    lane))) {
                last = Math.max(last, row.getLong(0));
                rows.add(
                        new RowPlace(
                                row.getInt(1),
                                Reader.bytes(row.getBytes(2)),
                                row.getInt(3),
                                Reader.bytes(row.getBytes(4))));
            }
        }
        return new Hinted(rows, last);
    }

    private static long[] numbers(ByteBuffer bytes) {
        long[] numbers = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(numbers);
        return numbers;
    }
}
