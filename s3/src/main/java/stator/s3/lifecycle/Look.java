package stator.s3.lifecycle;

import java.time.Instant;
import java.util.List;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;

/**
 * One look at a bucket: the rules that it has and the instant at which they are followed.
 *
 * @param now for all of its objects, however long the look takes
 * @param listener hears of what is done
 */
record Look(
        ObjectBucket bucket,
        List<LifecycleRule> rules,
        Days days,
        Instant now,
        Housekeeping.Listener listener) {
    Look {
        rules = List.copyOf(rules);
    }

    boolean isOver(Instant end) {
        return !end.isAfter(now);
    }

    /** Whether what began at an instant is so many days old. */
    boolean isOver(Instant begun, int ageDays) {
        return isOver(days.after(begun, ageDays));
    }

    void tell(String event, ObjectVersion object) {
        listener.expired(bucket, event, object);
    }
}
