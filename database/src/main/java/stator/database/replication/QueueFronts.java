package stator.database.replication;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import stator.database.catalog.Feature;
import stator.database.catalog.Follower;
import stator.database.catalog.TableEntry;

/**
 * Of each queue of notes for a region, a version before which none waits: followers lower it after
 * their commits, and who brings notes away raises it. So a queue is not read over what was brought
 * away before, which engines may have to step over, longer with each batch.
 *
 * <p>Should a writer have failed between its commit and its word, a look at the whole queue each
 * minute finds what it left.
 */
public final class QueueFronts implements Feature {
    /** After how long a queue is read from its beginning, even if no writer said anything. */
    static final long LOOK_MILLIS = 60_000;

    private static final long NONE = Long.MAX_VALUE;

    private final Map<Queue, Front> fronts = new ConcurrentHashMap<>();
    private final Runnable wake;

    /** Only for the reader. */
    private long forgotMillis;

    /** What a table owes to a region. */
    private record Queue(int space, String region) {}

    /**
     * Queues of which nothing is known.
     *
     * @param wake wakes who brings notes away
     */
    public QueueFronts(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public Optional<Follower> follower(TableEntry table) {
        return ReplicaNotes.of(table, this);
    }

    /** A write left a note for each of some regions, and is committed. */
    void noted(int space, List<String> regions, long version) {
        for (String region : regions) {
            of(space, region).lower(version);
        }
        wake.run();
    }

    Front of(int space, String region) {
        return fronts.computeIfAbsent(new Queue(space, region), queue -> new Front());
    }

    /** Nothing is known any longer of a queue. */
    void forget(int space, String region) {
        of(space, region).lower(ReplicaQueue.BEFORE_REPLICATION);
    }

    /** Lets a reader, before it reads, forget what is known if that is older than a minute. */
    void age(long nowMillis) {
        if (Math.abs(nowMillis - forgotMillis) >= LOOK_MILLIS) {
            forgotMillis = nowMillis;
            fronts.clear();
        }
    }

    /** Where one queue begins. */
    static final class Front {
        /** No note of a lower version waited when the queue was read. Raised by its reader only. */
        private volatile long known = ReplicaQueue.BEFORE_REPLICATION;

        /** The lowest version that was noted since. */
        private final AtomicLong noted = new AtomicLong(NONE);

        /** A version before which no note waits of which a writer said that it is there. */
        long from() {
            return Math.min(known, noted.get());
        }

        /** The version from which a reader is to read, who says afterwards how far it came. */
        long begin() {
            long lowest = noted.get();
            known = Math.min(known, lowest);
            noted.compareAndSet(lowest, NONE);
            return known;
        }

        /** All notes that were read since {@link #begin}, up to a version, are brought away. */
        void pass(long version) {
            assert version >= known : "A queue is read forwards: " + version + " after " + known;
            known = version + 1;
        }

        private void lower(long version) {
            if (version < noted.get()) {
                noted.accumulateAndGet(version, Math::min);
            }
        }
    }
}
