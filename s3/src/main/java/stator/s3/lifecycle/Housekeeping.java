package stator.s3.lifecycle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import stator.bucket.NoSuchBucketException;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectStore;
import stator.bucket.object.ObjectVersion;
import stator.door.work.Rounds;

/**
 * Goes through the buckets again and again and does what their lifecycle rules say, every hour (of
 * a day of 24); and once, if a process before this one was killed, deletes what that has left over.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());

    /** The first look is soon: what is due may have waited while there was no server. */
    private static final long FIRST_PAUSE_MILLIS = 1_000;

    private final ObjectStore store;
    private final Days days;
    private final Clock clock;
    private final Listener listener;
    private final Rounds rounds;
    private volatile boolean begun;

    /** Hears of what has expired. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param event such as {@code LifecycleExpiration:Delete}
         */
        void expired(ObjectBucket bucket, String event, ObjectVersion object);
    }

    private Housekeeping(ObjectStore store, Days days, Clock clock, Listener listener) {
        this.store = store;
        this.days = days;
        this.clock = clock;
        this.listener = listener;
        rounds = new Rounds("stator-s3", this::pauseMillis, this::round);
    }

    /** Begins. */
    public static Housekeeping start(ObjectStore store, Days days, Clock clock, Listener listener) {
        Housekeeping housekeeping = new Housekeeping(store, days, clock, listener);
        housekeeping.rounds.start();
        return housekeeping;
    }

    private long pauseMillis() {
        return begun ? days.pauseMillis() : Math.min(FIRST_PAUSE_MILLIS, days.pauseMillis());
    }

    private void round() {
        begun = true;
        try {
            if (store.mayHaveLeftovers()) {
                int deleted = store.deleteLeftovers();
                if (deleted > 0) {
                    LOG.log(
                            Level.INFO,
                            "Deleted {0} files of objects that a crash had left over.",
                            deleted);
                }
            }
            for (String name : store.names()) {
                expire(name);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The buckets cannot be looked after; that is tried again.", e);
        }
    }

    /** One bucket; that something is wrong with it is no reason to leave out the others. */
    private void expire(String name) {
        try {
            Optional<ObjectBucket> bucket = store.find(name);
            if (bucket.isEmpty()) {
                return;
            }
            List<LifecycleRule> rules = Lifecycle.rules(bucket.get());
            if (!rules.isEmpty()) {
                new Expiry(new Look(bucket.get(), rules, days, clock.instant(), listener)).run();
            }
        } catch (NoSuchBucketException e) {
            // It was deleted meanwhile.
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "The rules of the bucket " + name + " cannot be followed.", e);
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
