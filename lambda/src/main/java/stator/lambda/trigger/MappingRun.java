package stator.lambda.trigger;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import stator.lambda.document.Shelf;
import stator.lambda.invoke.Destinations;
import stator.lambda.invoke.Invoker;
import stator.lambda.invoke.Meter;
import stator.lambda.neighbour.ChangeStreams;
import stator.lambda.neighbour.ChangeStreams.Shard;
import stator.lambda.neighbour.ChangeStreams.Stream;

/**
 * A mapping at work: follows the shards of its stream, each as soon as it is done with the one that
 * it continues.
 */
final class MappingRun {
    private static final System.Logger LOG = System.getLogger("stator.lambda");
    private static final long LOOK_MILLIS = 200;
    private static final long LOOK_MILLIS_AFTER_FAILURE = 2_000;

    private final Mapping mapping;
    private final ChangeStreams streams;
    private final Invoker invoker;
    private final Destinations destinations;
    private final Meter meter;
    private final Shelf checkpoints;
    private final MappingStatus status;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final DueShards due;
    private final Set<Thread> followers = ConcurrentHashMap.newKeySet();
    private final Thread thread;

    /**
     * @param before what has to end first
     */
    MappingRun(
            Mapping mapping,
            ChangeStreams streams,
            Invoker invoker,
            Destinations destinations,
            Meter meter,
            Shelf checkpoints,
            MappingStatus status,
            Clock clock,
            Optional<MappingRun> before) {
        this.mapping = mapping;
        this.streams = streams;
        this.invoker = invoker;
        this.destinations = destinations;
        this.meter = meter;
        this.checkpoints = checkpoints;
        this.status = status;
        this.clock = clock;
        due = new DueShards(shard -> ShardProgress.isDone(checkpoints, mapping, shard));
        thread = Thread.ofVirtual().name("stator-lambda-mapping").unstarted(() -> work(before));
    }

    void start() {
        thread.start();
    }

    private void work(Optional<MappingRun> before) {
        try {
            if (before.isPresent()) {
                before.get().awaitEnd();
            }
            long pause = 0;
            while (!stopped.await(pause, TimeUnit.MILLISECONDS)) {
                pause = looks(pause == 0) ? LOOK_MILLIS : LOOK_MILLIS_AFTER_FAILURE;
            }
            for (Thread follower : following()) {
                follower.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a look went well; one that did not may do so the next time. */
    private boolean looks(boolean isFirst) {
        try {
            if (isFirst) {
                forgetOld();
            }
            look();
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The event source mapping " + mapping.id() + " failed.", e);
            status.failed("Internal error");
            return false;
        }
    }

    /** All who follow a shard, once nobody starts one any more. */
    private synchronized List<Thread> following() {
        return List.copyOf(followers);
    }

    /** What is kept of shards that are no more is of no use. */
    private void forgetOld() {
        streams.find(mapping.namespace(), mapping.streamArn())
                .ifPresent(stream ->
                        ShardProgress.forget(
                                checkpoints,
                                mapping,
                                stream.shards().stream().map(Shard::id).toList()));
    }

    private synchronized void look() {
        Optional<Stream> stream = streams.find(mapping.namespace(), mapping.streamArn());
        if (stream.isEmpty()) {
            status.failed("Stream not found");
            return;
        }
        if (stopped.getCount() > 0) {
            due.take(stream.get().shards()).forEach(shard -> follow(stream.get(), shard));
        }
    }

    private void follow(Stream stream, Shard shard) {
        Thread follower =
                Thread.ofVirtual().name("stator-lambda-shard").unstarted(() -> run(stream, shard));
        followers.add(follower);
        follower.start();
    }

    private void run(Stream stream, Shard shard) {
        try {
            follower(stream, shard).run();
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (stopped.getCount() > 0) {
                LOG.log(Level.ERROR, "The shard " + shard.id() + " could not be followed.", e);
                pauseAfterFailure();
            }
        } finally {
            followers.remove(Thread.currentThread());
            due.release(shard);
        }
    }

    private void pauseAfterFailure() {
        try {
            stopped.await(LOOK_MILLIS_AFTER_FAILURE, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ShardFollower follower(Stream stream, Shard shard) {
        return new ShardFollower(
                mapping,
                stream,
                shard,
                Filters.parse(mapping.filters()).orElseThrow(),
                streams,
                invoker,
                destinations,
                meter,
                checkpoints,
                status,
                stopped,
                clock);
    }

    /** Ends after what is under way. */
    void stop() {
        stopped.countDown();
    }

    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /** The same for as long as there is patience. */
    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
    }
}
