package stator.door.audit;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import stator.door.metric.MetricsPage;
import stator.identity.account.Identities;

/**
 * A record of each call of an accepted caller, in a file, a line of JSON each, in the format of
 * CloudTrail. Thread-safe.
 *
 * <p>Nobody waits for it: a call is put into a queue and written by a thread of the log. The queue
 * is bounded in calls and in bytes; what does not fit is counted, and the file says how many
 * records are missing. So it is when the file cannot be written: a full disk must not end a service
 * that does not need the disk.
 */
public final class AuditLog implements AutoCloseable {
    /** No log. */
    public static final AuditLog OFF = new AuditLog();

    private static final Logger LOG = System.getLogger(AuditLog.class.getName());
    private static final int CALLS_MAX = 20_000;
    private static final long BYTES_MAX = 32L << 20;
    private static final long STOP_MILLIS_MAX = 10_000;
    private static final long POLL_MILLIS = 200;
    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    /**
     * Where it is and how large it gets.
     *
     * @param bytesMax of one file
     * @param filesMax how many files there are at most
     */
    public record Place(Path path, long bytesMax, int filesMax) {}

    private record Noted(AuditedCall call, CallView view) {}

    private final BlockingQueue<Noted> queue = new LinkedBlockingQueue<>(CALLS_MAX);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Clock clock;

    /** Null if there is no log, as the thread is. */
    private final TrailFile file;

    private final Thread writer;
    private Identities identities = Identities.NOBODY;
    private volatile boolean isClosing;
    private long lostToTell;
    private long lastComplaint = System.nanoTime() - COMPLAINT_NANOS;

    private AuditLog() {
        clock = Clock.systemUTC();
        file = null;
        writer = null;
    }

    /**
     * Opens a log.
     *
     * @param identities who tells of sessions whose they are
     */
    public AuditLog(Place place, Identities identities, Clock clock) {
        this.clock = clock;
        this.identities = identities;
        file = new TrailFile(place.path(), place.bytesMax(), place.filesMax());
        writer = new Thread(this::writeAll, "audit");
        writer.setDaemon(true);
        writer.start();
    }

    /** Whether there is one. */
    public boolean isOn() {
        return file != null;
    }

    /** What its clock says. */
    public Instant now() {
        return clock.instant();
    }

    /** Notes a call that has been answered; only of a log that is on. */
    public void note(AuditedCall call, CallView view) {
        long bytes = call.bytes();
        if (queuedBytes.addAndGet(bytes) > BYTES_MAX || !queue.offer(new Noted(call, view))) {
            queuedBytes.addAndGet(-bytes);
            lost.incrementAndGet();
        }
    }

    private void writeAll() {
        while (!isClosing || !queue.isEmpty()) {
            try {
                Noted next = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    queuedBytes.addAndGet(-next.call.bytes());
                    write(next);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(Noted noted) {
        try {
            long missing = lost.get();
            if (missing > lostToTell) {
                file.write(TrailRecord.ofLoss(missing - lostToTell, clock.instant()));
                lostToTell = missing;
            }
            file.write(TrailRecord.of(noted.call, noted.view, identities));
        } catch (IOException e) {
            lost.incrementAndGet();
            complain(e);
        }
    }

    private void complain(IOException problem) {
        if (System.nanoTime() - lastComplaint >= COMPLAINT_NANOS) {
            lastComplaint = System.nanoTime();
            LOG.log(
                    Level.ERROR,
                    "The audit log cannot be written, so calls are missing in it: {0}",
                    problem.toString());
        }
    }

    /** Adds how many calls are missing in it to a page of metrics. */
    public void write(MetricsPage page) {
        if (file != null) {
            page.family(
                    "stator_audit_lost_total",
                    "counter",
                    "Calls that are missing in the audit log.");
            page.sample(lost.get());
        }
    }

    /** Writes what has been noted, as far as that takes no longer than some seconds. */
    @Override
    public void close() {
        if (file == null) {
            return;
        }
        isClosing = true;
        try {
            writer.join(STOP_MILLIS_MAX);
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            complain(e);
        }
    }
}
