package stator.lambda.trigger;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.HashSet;
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

    private final Mapping mapping;
    private final ChangeStreams streams;
    private final Invoker invoker;
    private final Destinations destinations;
    private final Meter meter;
    private final Shelf checkpoints;
    private final MappingStatus status;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<String> followed = ConcurrentHashMap.newKeySet();
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
            forgetOld();
            do {
                look();
            } while (!stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            for (Thread follower : followers) {
                follower.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The event source mapping " + mapping.id() + " failed.", e);
            status.failed("Internal error");
        }
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
        List<Shard> shards = stream.get().shards();
        Set<String> ids = new HashSet<>();
        shards.forEach(shard -> ids.add(shard.id()));
        for (Shard shard : shards) {
            boolean waits =
                    ids.contains(shard.parent())
                            && !ShardProgress.isDone(checkpoints, mapping, shard.parent());
            boolean isNew =
                    !followed.contains(shard.id())
                            && !ShardProgress.isDone(checkpoints, mapping, shard.id());
            if (isNew && !waits && stopped.getCount() > 0) {
                follow(stream.get(), shard);
            }
        }
    }

    private void follow(Stream stream, Shard shard) {
        Filters filters = Filters.parse(mapping.filters()).orElseThrow();
        ShardFollower follower =
                new ShardFollower(
                        mapping,
                        stream,
                        shard,
                        filters,
                        streams,
                        invoker,
                        destinations,
                        meter,
                        checkpoints,
                        status,
                        stopped,
                        clock);
        followed.add(shard.id());
        followers.add(
                Thread.ofVirtual().name("stator-lambda-shard").start(() -> run(follower, shard)));
    }

    private void run(ShardFollower follower, Shard shard) {
        try {
            follower.run();
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (stopped.getCount() > 0) {
                LOG.log(Level.ERROR, "The shard " + shard.id() + " could not be followed.", e);
            }
        } finally {
            followers.remove(Thread.currentThread());
            if (!ShardProgress.isDone(checkpoints, mapping, shard.id())) {
                followed.remove(shard.id());
            }
        }
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
