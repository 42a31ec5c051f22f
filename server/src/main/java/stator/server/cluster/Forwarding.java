package stator.server.cluster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import stator.door.ErrorForm;
import stator.door.Reply;
import stator.door.Request;
import stator.door.metric.MetricsPage;
import stator.relay.DoorAddress;
import stator.relay.NotBegunException;
import stator.relay.OutcomeUnknownException;
import stator.relay.RelayClient;

/**
 * Brings requests to the holder of the store, whoever that is. What nobody has begun to answer
 * waits for the next holder, for a short while; what may have been begun is never sent a second
 * time. Thread-safe.
 */
final class Forwarding implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Forwarding.class.getName());

    /** Longer than it takes to find out that a holder is gone, and to take its place. */
    private static final Duration WAIT = Duration.ofSeconds(12);

    private static final long STEP_MILLIS = 100;

    /** For answers that are on their way while the holder changes. */
    private static final long GRACE_MILLIS = 1_000;

    private final byte[] secret;

    /** Answers a request here, if this server is the holder by now. */
    private final Function<Request, Optional<Reply>> here;

    private final LongAdder forwarded = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder unavailable = new LongAdder();

    /** Guarded by this; null while no holder is known. */
    private RelayClient holder;

    /** Why the holder cannot be reached; empty if it can. */
    private volatile String trouble = "No server is known to hold the keyspace.";

    private volatile boolean closed;

    /**
     * @param secret that servers before the same store know each other by
     */
    Forwarding(byte[] secret, Function<Request, Optional<Reply>> here) {
        this.secret = secret.clone();
        this.here = here;
    }

    /**
     * From now on requests go there; empty for nowhere, because nobody is the holder or this server
     * is. Who waits looks again.
     */
    void holderIs(Optional<DoorAddress> address) {
        RelayClient before;
        synchronized (this) {
            notifyAll();
            if (Optional.ofNullable(holder).map(RelayClient::address).equals(address)) {
                return;
            }
            before = holder;
            holder = address.map(next -> new RelayClient(next, secret)).orElse(null);
            trouble = address.isPresent() ? "" : "The holder of the keyspace takes no requests.";
        }
        if (before != null) {
            before.close();
            CompletableFuture.delayedExecutor(GRACE_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(before::abandon);
        }
    }

    private synchronized RelayClient holder() {
        return holder;
    }

    /** Brings a request to the holder. */
    Reply forward(Request request, ErrorForm form) {
        long start = System.nanoTime();
        while (true) {
            Optional<Reply> own = here.apply(request);
            if (own.isPresent()) {
                return own.get();
            }
            RelayClient target = holder();
            if (target != null) {
                try {
                    Reply reply = target.call(request);
                    forwarded.increment();
                    return reply;
                } catch (NotBegunException e) {
                    LOG.log(Level.DEBUG, e.getMessage());
                } catch (OutcomeUnknownException e) {
                    unknown.increment();
                    LOG.log(
                            Level.WARNING,
                            "Whether a request was done is unknown: " + e.getMessage());
                    throw form.internal();
                }
            }
            if (closed || System.nanoTime() - start > WAIT.toNanos() || !pause()) {
                unavailable.increment();
                throw form.unavailable();
            }
        }
    }

    private synchronized boolean pause() {
        try {
            wait(STEP_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Finds out whether the holder takes requests. May take seconds. */
    void probe() {
        RelayClient target = holder();
        if (target == null) {
            return;
        }
        try {
            target.probe();
            trouble = "";
        } catch (NotBegunException e) {
            if (target == holder()) {
                trouble = e.getMessage();
            }
        }
    }

    /** Why the holder cannot be reached, as far as is known; empty if it can. */
    Optional<String> trouble() {
        return Optional.of(trouble).filter(text -> !text.isEmpty());
    }

    long forwarded() {
        return forwarded.sum();
    }

    void writeMetrics(MetricsPage page) {
        page.family(
                "stator_cluster_forwarded_total",
                "counter",
                "Requests that were brought to the holder and answered there.");
        page.sample(forwarded.sum());
        page.family(
                "stator_cluster_forward_failures_total",
                "counter",
                "Requests that were not answered: no holder in time, or nobody knows the outcome.");
        page.sample(unavailable.sum(), "reason", "unavailable");
        page.sample(unknown.sum(), "reason", "unknown");
    }

    /** Nobody waits any more. */
    @Override
    public void close() {
        closed = true;
        RelayClient last = holder();
        if (last != null) {
            last.abandon();
        }
        holderIs(Optional.empty());
    }
}
