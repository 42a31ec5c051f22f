package stator.storage.cassandra;

import com.datastax.driver.core.Host;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.SimpleStatement;
import com.datastax.driver.core.Statement;
import com.datastax.driver.core.exceptions.DriverException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/**
 * How far the clock of this server is from those of the nodes, each of which is asked for its time
 * once a second.
 *
 * <p>No row is lost or written twice however far clocks are apart: versions, beats and periods are
 * counted, not read off a clock. But ages are: time to live, retention, tokens of requests. A
 * server that is off by more than {@link #MAX} would delete what others still keep, so it neither
 * takes the keyspace nor writes in it. The nodes agree on what is right by their middle one, so
 * that one node with a wrong clock stops nobody.
 */
final class ClockWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClockWatch.class.getName());

    /** From here on it is told. */
    private static final Duration WORTH_TELLING = Duration.ofMillis(500);

    /** From here on nothing is written. */
    private static final Duration MAX = Duration.ofSeconds(1);

    private static final long ROUND_MILLIS = 1_000;
    private static final int ANSWER_MILLIS_MAX = 2_000;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final String TIME = "SELECT current_timestamp() FROM system.local";

    private final Connection connection;
    private final Thread watching;
    private volatile long offsetMillis;
    private volatile boolean closed;

    /** Looks once, and from then on in the background. */
    ClockWatch(Connection connection) {
        this.connection = connection;
        look();
        watching = Thread.ofPlatform().name("stator-clock").daemon().unstarted(this::watch);
        watching.start();
    }

    private void watch() {
        boolean wasTold = false;
        while (!closed) {
            boolean isOff = Math.abs(offsetMillis) > WORTH_TELLING.toMillis();
            if (isOff && !wasTold) {
                LOG.log(Level.WARNING, text(offsetMillis));
            } else if (!isOff && wasTold) {
                LOG.log(Level.INFO, "The clock of this server agrees with those of the nodes.");
            }
            wasTold = isOff;
            Connection.pause(ROUND_MILLIS);
            if (!closed) {
                look();
            }
        }
    }

    /** Asks all nodes at once. If nobody answers, what was known stands. */
    private void look() {
        List<Question> questions = new ArrayList<>();
        for (Host node : connection.nodes()) {
            Statement statement =
                    new SimpleStatement(TIME).setHost(node).setReadTimeoutMillis(ANSWER_MILLIS_MAX);
            long now = System.currentTimeMillis();
            connection
                    .send(statement)
                    .ifPresent(answer -> questions.add(new Question(now, answer)));
        }
        List<Long> offsets = new ArrayList<>();
        for (Question question : questions) {
            try {
                Date node = question.answer().getUninterruptibly().one().getTimestamp(0);
                offsets.add(offset(question.millis(), node.getTime(), System.currentTimeMillis()));
            } catch (DriverException | IllegalStateException e) {
                // It is not there, or this server goes.
            }
        }
        if (!offsets.isEmpty()) {
            offsetMillis = middle(offsets);
        }
    }

    /**
     * What a node was asked.
     *
     * @param millis when, by the clock of this server
     */
    private record Question(long millis, ResultSetFuture answer) {}

    /**
     * How far this clock is ahead of another one at least; negative if it is behind. The other was
     * read at some moment between question and answer, so an answer that takes long proves little.
     */
    static long offset(long asked, long other, long answered) {
        if (asked > other) {
            return asked - other;
        }
        return Math.min(answered - other, 0);
    }

    /** What most nodes say; of two that are in the middle, the one that is nearer to zero. */
    static long middle(List<Long> offsets) {
        List<Long> sorted = offsets.stream().sorted().toList();
        long below = sorted.get((sorted.size() - 1) / 2);
        long above = sorted.get(sorted.size() / 2);
        return Math.abs(below) < Math.abs(above) ? below : above;
    }

    /** How far it is ahead of the nodes at least; negative if it is behind. */
    Duration offset() {
        return Duration.ofMillis(offsetMillis);
    }

    /** Why this server may not write; empty if it may. */
    String refusal() {
        return refusal(offsetMillis);
    }

    static String refusal(long offsetMillis) {
        return Math.abs(offsetMillis) > MAX.toMillis()
                ? text(offsetMillis) + " It writes nothing until they differ by a second at most."
                : "";
    }

    private static String text(long offsetMillis) {
        return String.format(
                Locale.ROOT,
                "The clock of this server is %.1f s %s those of the nodes: synchronize it (NTP).",
                Math.abs(offsetMillis) / MILLIS_PER_SECOND,
                offsetMillis > 0 ? "ahead of" : "behind");
    }

    @Override
    public void close() {
        closed = true;
        watching.interrupt();
    }
}
