package stator.lambda.trigger;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import stator.lambda.document.Shelf;
import stator.lambda.invoke.Destinations;
import stator.lambda.invoke.Invoker;
import stator.lambda.invoke.Meter;
import stator.lambda.neighbour.ChangeStreams;
import stator.lambda.neighbour.ChangeStreams.Change;
import stator.lambda.neighbour.ChangeStreams.Page;
import stator.lambda.neighbour.ChangeStreams.Shard;
import stator.lambda.neighbour.ChangeStreams.Stream;

/** Reads one shard to its end and lets its lanes bring the changes to the function. */
final class ShardFollower {
    private static final int PAGE_CHANGES = 500;
    private static final long POLL_MILLIS = 10;
    private static final Duration LOOK = Duration.ofMillis(50);

    /** After how many looks without a change the shard itself is looked at. */
    private static final int LOOKS = 20;

    private final Mapping mapping;
    private final ChangeStreams streams;
    private final Filters filters;
    private final Shelf checkpoints;
    private final CountDownLatch stopped;
    private final ShardProgress progress;
    private final List<Lane> lanes = new ArrayList<>();

    /** Why a lane could not go on; null as long as all do. */
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    private Stream stream;
    private Shard shard;

    ShardFollower(
            Mapping mapping,
            Stream stream,
            Shard shard,
            Filters filters,
            ChangeStreams streams,
            Invoker invoker,
            Destinations destinations,
            Meter meter,
            Shelf checkpoints,
            MappingStatus status,
            CountDownLatch stopped,
            Clock clock) {
        this.mapping = mapping;
        this.stream = stream;
        this.shard = shard;
        this.filters = filters;
        this.streams = streams;
        this.checkpoints = checkpoints;
        this.stopped = stopped;
        progress = ShardProgress.load(checkpoints, mapping, shard);
        BatchRunner runner =
                new BatchRunner(
                        mapping, shard.id(), invoker, destinations, meter, stopped, status, clock);
        for (int i = 0; i < mapping.lanes(); i++) {
            lanes.add(new Lane(i, mapping, runner, progress, clock));
        }
    }

    /**
     * Follows the shard until all of it is dealt with, or this is stopped, or a lane fails: then
     * whoever follows the shard anew goes on where each lane was.
     */
    void run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Lane lane : lanes) {
            threads.add(Thread.ofVirtual().name("stator-lambda-lane").start(() -> work(lane)));
        }
        boolean isWhole = read();
        lanes.forEach(isWhole ? Lane::complete : Lane::stop);
        for (Thread thread : threads) {
            while (!thread.join(LOOK) && stopped.getCount() > 0) {
                // A lane waits for its function, which may take minutes.
            }
            lanes.forEach(stopped.getCount() > 0 ? lane -> {} : Lane::stop);
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        if (isWhole && stopped.getCount() > 0) {
            ShardProgress.finish(checkpoints, mapping, shard.id());
        }
    }

    private void work(Lane lane) {
        try {
            lane.work();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            lanes.forEach(Lane::stop);
        }
    }

    /** Reads all there is, and what comes; true once the shard has ended. */
    private boolean read() throws InterruptedException {
        long after = progress.least();
        int looks = 0;
        while (stopped.getCount() > 0 && failure.get() == null) {
            Page page = streams.read(stream, shard, after, PAGE_CHANGES);
            for (Change change : page.changes()) {
                distribute(change);
                after = change.position();
            }
            noteIdle(after, !page.changes().isEmpty());
            if (page.isLast()) {
                return true;
            }
            if (page.changes().isEmpty()) {
                looks++;
                if (looks % LOOKS == 0 && !lookAgain()) {
                    return true;
                }
                stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    private void distribute(Change change) throws InterruptedException {
        Lane lane = lanes.get(Math.floorMod(change.partition(), lanes.size()));
        if (change.position() > progress.position(lane.number()) && filters.want(change)) {
            lane.offer(change);
        }
    }

    /** What was filtered out counts as dealt with. */
    private void noteIdle(long after, boolean saves) {
        List<Integer> idle = lanes.stream().filter(Lane::isIdle).map(Lane::number).toList();
        progress.idle(idle, after, saves && idle.size() == lanes.size());
    }

    /** Whether the shard has been closed since; false if it is no more, or its stream. */
    private boolean lookAgain() {
        var found = streams.find(mapping.namespace(), mapping.streamArn());
        if (found.isEmpty()) {
            return false;
        }
        stream = found.get();
        var now = stream.shards().stream().filter(s -> s.id().equals(shard.id())).findFirst();
        now.ifPresent(same -> shard = same);
        return now.isPresent();
    }
}
