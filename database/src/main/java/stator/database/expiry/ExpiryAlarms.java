package stator.database.expiry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import stator.database.catalog.Feature;
import stator.database.catalog.Follower;
import stator.database.catalog.TableEntry;
import stator.storage.RowKey;

/**
 * Of each table whose items expire, a second before which nothing expires: followers lower it after
 * their commits, and {@link ExpirySweeper} raises it when it has looked.
 */
public final class ExpiryAlarms implements Feature {
    static final long UNKNOWN = Long.MIN_VALUE;
    static final long NEVER = Long.MAX_VALUE;

    /** By the expiry index's space. */
    private final Map<Integer, Alarm> alarms = new ConcurrentHashMap<>();

    /** What is known of one table. */
    static final class Alarm {
        /** No item expires before this second. */
        final AtomicLong seconds = new AtomicLong(UNKNOWN);

        /**
         * The last entry that was looked at, if there may be more behind it. What was before it is
         * deleted: engines may have to step over that, which takes longer with each batch. Guarded
         * by the sweeper's lock for writing.
         */
        volatile RowKey last;

        /** Only for the background's thread. */
        long lookedMillis;

        /** Entries of older items are being added, of which no writer says anything. */
        boolean filling;

        /** The first second that is to be looked at. */
        long dueSeconds() {
            RowKey at = last;
            return at == null ? seconds.get() : Math.min(seconds.get(), ExpiryIndex.seconds(at));
        }

        void lower(long to) {
            if (to < seconds.get()) {
                seconds.accumulateAndGet(to, Math::min);
            }
        }
    }

    @Override
    public Optional<Follower> follower(TableEntry table) {
        return ExpiryIndex.of(table).map(index -> new ExpiryFollower(index, this));
    }

    Alarm of(ExpiryIndex index) {
        return alarms.computeIfAbsent(index.space(), space -> new Alarm());
    }

    /** Forgets the alarms of other spaces. */
    void retain(Set<Integer> spaces) {
        alarms.keySet().retainAll(spaces);
    }
}
