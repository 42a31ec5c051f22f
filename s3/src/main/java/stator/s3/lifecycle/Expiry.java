package stator.s3.lifecycle;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.bucket.object.ObjectWalk;
import stator.bucket.object.Upload;

/**
 * One look at the objects of a bucket at one instant, at which everything goes that is due. What is
 * put meanwhile stays: nothing is deleted but what was seen. Belongs to one thread.
 */
final class Expiry {
    private final ObjectBucket bucket;
    private final List<LifecycleRule> rules;
    private final Days days;
    private final Instant now;
    private final Housekeeping.Listener listener;
    private final Transition transition;

    Expiry(
            ObjectBucket bucket,
            List<LifecycleRule> rules,
            Days days,
            Instant now,
            Housekeeping.Listener listener) {
        this.bucket = bucket;
        this.rules = rules;
        this.days = days;
        this.now = now;
        this.listener = listener;
        transition = new Transition(bucket, rules, days, now, listener);
    }

    void run() throws IOException {
        ObjectWalk walk = bucket.walk("", "");
        for (Optional<String> key = walk.nextKey(); key.isPresent(); key = walk.nextKey()) {
            expire(bucket.versions(key.get()));
        }
        for (Upload upload : bucket.uploads().all()) {
            if (isOver(upload)) {
                bucket.uploads().abort(upload);
            }
        }
    }

    /**
     * @param versions of one key, the newest first
     */
    private void expire(List<ObjectVersion> versions) throws IOException {
        for (int i = versions.size() - 1; i > 0; i--) {
            Instant replaced = versions.get(i - 1).modified();
            if (isOver(versions.get(i), i - 1, replaced)) {
                remove(versions.get(i));
            } else {
                transition.move(versions.get(i), replaced, true);
            }
        }
        if (versions.isEmpty()) {
            return;
        }
        ObjectVersion current = versions.getFirst();
        if (!current.marker()) {
            if (Lifecycle.end(rules, current, days).filter(end -> isOver(end.date())).isPresent()) {
                expireCurrent(current);
            } else {
                transition.move(current, current.modified(), false);
            }
        } else if (versions.size() == 1 && isLoneMarkerOver(current)) {
            remove(current);
        }
    }

    private boolean isOver(Instant end) {
        return !end.isAfter(now);
    }

    /** Whether a version that is not the current one any more has to go. */
    private boolean isOver(ObjectVersion old, int newer, Instant replaced) {
        return anyAction(
                old,
                action ->
                        action instanceof LifecycleRule.ExpireNoncurrent rule
                                && newer >= rule.newerKept()
                                && isOver(days.after(replaced, rule.days())));
    }

    /** A marker that hides nothing goes like an object of its age, or as soon as a rule says so. */
    private boolean isLoneMarkerOver(ObjectVersion marker) {
        return anyAction(
                marker,
                action ->
                        switch (action) {
                            case LifecycleRule.RemoveLoneMarkers lone -> true;
                            case LifecycleRule.ExpireAfter after ->
                                    isOver(days.after(marker.modified(), after.days()));
                            case LifecycleRule.ExpireOn on -> isOver(on.date());
                            case LifecycleRule.ExpireNoncurrent old -> false;
                            case LifecycleRule.AbortUploads abort -> false;
                            case LifecycleRule.MoveAfter move -> false;
                            case LifecycleRule.MoveOn move -> false;
                        });
    }

    private boolean anyAction(ObjectVersion version, Predicate<LifecycleRule.Action> condition) {
        return rules.stream()
                .filter(rule ->
                        version.marker()
                                ? rule.filter().matchesNameless(version.key())
                                : rule.filter().matches(version))
                .anyMatch(rule -> rule.actions().stream().anyMatch(condition));
    }

    private boolean isOver(Upload upload) {
        Instant begun = Instant.ofEpochMilli(upload.micros() / 1_000);
        return rules.stream()
                .filter(rule -> rule.filter().matchesNameless(upload.key()))
                .flatMap(rule -> rule.actions().stream())
                .anyMatch(action ->
                        action instanceof LifecycleRule.AbortUploads abort
                                && isOver(days.after(begun, abort.days())));
    }

    private void remove(ObjectVersion version) throws IOException {
        if (bucket.deleteIfSame(version)) {
            listener.expired(bucket, "LifecycleExpiration:Delete", version);
        }
    }

    /** In a bucket with versions a marker takes the place of the object, which stays beside it. */
    private void expireCurrent(ObjectVersion current) throws IOException {
        if (bucket.versioning() == ObjectBucket.Versioning.NEVER) {
            remove(current);
            return;
        }
        try {
            bucket.delete(
                            current.key(),
                            there -> {
                                if (there.filter(current::isSame).isEmpty()) {
                                    throw new ChangedException();
                                }
                            })
                    .ifPresent(marker ->
                            listener.expired(
                                    bucket, "LifecycleExpiration:DeleteMarkerCreated", marker));
        } catch (ChangedException e) {
            // It is another object by now, which is looked at the next time.
        }
    }

    private static final class ChangedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ChangedException() {
            super("", null, false, false);
        }
    }
}
