package stator.server.cluster;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import stator.admin.Standing;
import stator.door.ErrorForm;
import stator.door.Handler;
import stator.door.Reply;
import stator.door.Request;
import stator.door.metric.MetricsPage;
import stator.relay.DoorAddress;
import stator.relay.Inside;
import stator.storage.SharedStore;
import stator.storage.Store;
import stator.storage.StoreException;

/**
 * One of the servers before a store. It either holds it, and answers all requests, or stands by,
 * brings them to the holder, and looks some times a second whether the store is free. Both happen
 * in the running process, as often as it may be: a server that lost the store because it slept
 * stands by when it wakes.
 *
 * <p>Whether a request is begun here or brought elsewhere is decided once for each, by {@link
 * Holding#answer}; what comes from another server is never brought on, so nothing goes in circles.
 */
public final class ClusterMember implements Handler, Inside, Standing, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClusterMember.class.getName());

    private static final long LOOK_MILLIS = 250;
    private static final long PROBE_NANOS = 1_000_000_000L;
    private static final long FAILED_MILLIS = 2_000;
    private static final double MILLIS_PER_SECOND = 1_000;

    /** How long the start waits for a role; one that is silent has to be waited for. */
    private static final Duration START_MAX = Duration.ofSeconds(30);

    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    /** The store answers nothing any more: it is not worth more. */
    private static final Duration LOST_PATIENCE = Duration.ofSeconds(1);

    private final SharedStore shared;
    private final BiFunction<Store, Standing, Served> opening;
    private final Forwarding forwarding;
    private final Handler standby;
    private final Clock clock;
    private final LongAdder takeOvers = new LongAdder();
    private final Thread looking;

    private volatile Holding holding;
    private volatile boolean lost;
    private volatile boolean leaving;
    private volatile boolean closed;

    /** Who held the store when this server looked last; of no meaning while it holds it. */
    private volatile Optional<SharedStore.Holder> seen = Optional.empty();

    /** Where others reach this server. Known once it starts. */
    private volatile String door = "";

    /** Whether other servers have come to it. Known once it starts. */
    private volatile BooleanSupplier hasVisitors = () -> false;

    /** Whether clients can come in. */
    private volatile boolean resumes;

    /**
     * @param secret that servers before the same store know each other by
     * @param opening opens what stands on the store, and closes the store if that fails
     * @param standbyDoor what answers while another server holds the store
     */
    public ClusterMember(
            SharedStore shared,
            byte[] secret,
            BiFunction<Store, Standing, Served> opening,
            BiFunction<ClusterMember, Elsewhere, Handler> standbyDoor,
            Clock clock) {
        this.shared = shared;
        this.opening = opening;
        this.clock = clock;
        forwarding = new Forwarding(secret, this::answerHere);
        standby = standbyDoor.apply(this, forwarding::forward);
        looking = Thread.ofPlatform().name("stator-cluster").daemon().unstarted(this::look);
    }

    /** What brings requests to the holder. */
    public interface Elsewhere {
        /**
         * The holder's answer.
         *
         * @param form in which it is told that there is none
         */
        Reply forward(Request request, ErrorForm form);
    }

    /**
     * Takes the store, or finds out who holds it and that it can be reached.
     *
     * @param inner where others reach this server
     */
    public void start(InnerDoor inner) {
        door = inner.address().text();
        hasVisitors = inner::hasVisitors;
        long start = System.nanoTime();
        while (!tryHold() && !isReachable()) {
            if (System.nanoTime() - start > START_MAX.toNanos()) {
                LOG.log(Level.WARNING, "Standing by, and not ready yet: " + unready().orElse(""));
                break;
            }
            pause(LOOK_MILLIS);
        }
        looking.start();
    }

    private boolean isReachable() {
        forwarding.probe();
        return forwarding.trouble().isEmpty();
    }

    /** Clients can come in: what was under way goes on, now and whenever this server holds. */
    public void resume() {
        resumes = true;
        Holding now = holding;
        if (now != null) {
            now.resume();
        }
    }

    // Who holds.

    private void look() {
        long probed = System.nanoTime();
        while (!closed) {
            pause(LOOK_MILLIS);
            try {
                if (lost) {
                    standBy(LOST_PATIENCE);
                    lost = false;
                }
                leaveIfAnotherShouldHold();
                if (holding == null && (leaving ? !seesHolder() : !tryHold())) {
                    if (System.nanoTime() - probed > PROBE_NANOS) {
                        probed = System.nanoTime();
                        Thread.ofVirtual().start(forwarding::probe);
                    }
                }
            } catch (StoreException e) {
                LOG.log(Level.WARNING, "Who holds the keyspace is unknown: " + e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "The keyspace could not be opened, and is tried again.", e);
                pause(FAILED_MILLIS);
            }
        }
    }

    /** Without others it is better to read than to do nothing. */
    private void leaveIfAnotherShouldHold() {
        Optional<String> objection = shared.objection();
        if (holding != null && objection.isPresent() && hasVisitors.getAsBoolean()) {
            LOG.log(Level.WARNING, "Leaves the keyspace to another server: " + objection.get());
            standBy(END_PATIENCE);
        }
    }

    /** Never holds itself. */
    private boolean seesHolder() {
        seen = shared.holder();
        forwarding.holderIs(seen.flatMap(holder -> DoorAddress.parse(holder.door())));
        return false;
    }

    private boolean tryHold() {
        long start = System.nanoTime();
        Optional<Store> store = shared.open(door, this::isLost);
        if (store.isEmpty()) {
            return seesHolder();
        }
        Served served = opening.apply(store.get(), this);
        Holding now = new Holding(store.get(), served, clock.instant());
        holding = now;
        takeOvers.increment();
        forwarding.holderIs(Optional.empty());
        if (resumes) {
            now.resume();
        }
        LOG.log(
                Level.INFO,
                "Holds the keyspace, opened in "
                        + (System.nanoTime() - start) / 1_000_000
                        + " ms.");
        return true;
    }

    private void isLost() {
        lost = true;
        looking.interrupt();
    }

    private synchronized void standBy(Duration patience) {
        Holding before = holding;
        if (before == null) {
            return;
        }
        holding = null;
        try {
            before.end(patience);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "What stood on the store did not end as it should.", e);
        }
        LOG.log(Level.INFO, "Stands by.");
    }

    /** Wakes at an interrupt, which is of no further meaning. */
    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // There is something to do at once.
        }
    }

    // Answering.

    private Optional<Reply> answerHere(Request request) {
        Holding now = holding;
        return now == null ? Optional.empty() : now.answer(request);
    }

    private Handler handler() {
        Holding now = holding;
        return now == null ? standby : now.door();
    }

    @Override
    public Optional<Reply> refusal(Request head) {
        return handler().refusal(head);
    }

    @Override
    public Reply overloaded(Request head) {
        return handler().overloaded(head);
    }

    @Override
    public boolean streams(Request head) {
        return handler().streams(head);
    }

    /** It may have to go to another server. */
    @Override
    public boolean mayBlock(Request request) {
        return true;
    }

    @Override
    public Reply answer(Request request) {
        return answerHere(request).orElseGet(() -> standby.answer(request));
    }

    @Override
    public Optional<Reply> answerAsHolder(Request request) {
        return answerHere(request);
    }

    // What is told of it.

    @Override
    public Optional<String> unready() {
        Holding now = holding;
        return now == null
                ? forwarding.trouble().map(trouble -> shared.objection().orElse(trouble))
                : now.refusal();
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> members = new LinkedHashMap<>();
        Holding now = holding;
        members.put("role", now == null ? "standby" : "holder");
        shared.holder().ifPresent(holder -> members.put("holder", description(holder)));
        members.put("takeOvers", takeOvers.sum());
        members.put("forwarded", forwarding.forwarded());
        return members;
    }

    private static Map<String, Object> description(SharedStore.Holder holder) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("host", holder.host());
        DoorAddress.parse(holder.door())
                .ifPresent(address -> members.put("address", address.toString()));
        members.put("epoch", holder.epoch());
        members.put("since", holder.since().toString());
        return members;
    }

    @Override
    public void writeMetrics(MetricsPage page) {
        Holding now = holding;
        page.family("stator_cluster_holder", "gauge", "1 on the server that holds the keyspace.");
        page.sample(now == null ? 0 : 1);
        page.family("stator_cluster_ready", "gauge", "1 if this server can answer or forward.");
        page.sample(unready().isEmpty() ? 1 : 0);
        page.family("stator_cluster_takeovers_total", "counter", "How often it became the holder.");
        page.sample(takeOvers.sum());
        page.family(
                "stator_cluster_lease_age_seconds", "gauge", "How long it has been the holder.");
        page.sample(
                now == null
                        ? 0
                        : Duration.between(now.since(), clock.instant()).toMillis()
                                / MILLIS_PER_SECOND);
        page.family(
                "stator_cluster_clock_offset_seconds",
                "gauge",
                "How far the clock is ahead of those of the nodes at least.");
        page.sample(shared.clockOffset().toMillis() / MILLIS_PER_SECOND);
        forwarding.writeMetrics(page);
    }

    // Ending.

    /**
     * Gives the store back at once, so that another server can take it, and never holds it again.
     * Requests that still come are brought to that one.
     */
    public void handOver() {
        leaving = true;
        looking.interrupt();
        standBy(END_PATIENCE);
    }

    @Override
    public void close() {
        leaving = true;
        closed = true;
        looking.interrupt();
        try {
            looking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        standBy(END_PATIENCE);
        forwarding.close();
    }
}
