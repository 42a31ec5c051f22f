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
 * Deletes what is due at one look. What is put meanwhile stays: nothing is deleted but what was
 * seen. Belongs to one thread.
 */
final class Expiry {
    private final Look look;
    private final ObjectBucket bucket;
    private final Transition transition;

    Expiry(Look look) {
        this.look = look;
        bucket = look.bucket();
        transition = new Transition(look);
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
            if (isOver(current)) {
                expireCurrent(current);
            } else {
                transition.move(current, current.modified(), false);
            }
        } else if (versions.size() == 1 && isLoneMarkerOver(current)) {
            remove(current);
        }
    }

    private boolean isOver(ObjectVersion current) {
        return Lifecycle.end(look.rules(), current, look.days())
                .filter(end -> look.isOver(end.date()))
                .isPresent();
    }

    /** Whether a version that is not the current one any more has to go. */
    private boolean isOver(ObjectVersion old, int newer, Instant replaced) {
        return anyAction(
                old,
                action ->
                        action instanceof LifecycleRule.ExpireNoncurrent rule
                                && newer >= rule.newerKept()
                                && look.isOver(replaced, rule.days()));
    }

    /** A marker that hides nothing goes like an object of its age, or as soon as a rule says so. */
    private boolean isLoneMarkerOver(ObjectVersion marker) {
        return anyAction(
                marker,
                action ->
                        switch (action) {
                            case LifecycleRule.RemoveLoneMarkers lone -> true;
                            case LifecycleRule.ExpireAfter after ->
                                    look.isOver(marker.modified(), after.days());
                            case LifecycleRule.ExpireOn on -> look.isOver(on.date());
                            case LifecycleRule.ExpireNoncurrent old -> false;
                            case LifecycleRule.AbortUploads abort -> false;
                            case LifecycleRule.MoveAfter move -> false;
                            case LifecycleRule.MoveOn move -> false;
                        });
    }

    private boolean anyAction(ObjectVersion version, Predicate<LifecycleRule.Action> condition) {
        return look.rules().stream()
                .filter(rule ->
                        version.marker()
                                ? rule.filter().matchesNameless(version.key())
                                : rule.filter().matches(version))
                .anyMatch(rule -> rule.actions().stream().anyMatch(condition));
    }

    private boolean isOver(Upload upload) {
        Instant begun = Instant.ofEpochMilli(upload.micros() / 1_000);
        return look.rules().stream()
                .filter(rule -> rule.filter().matchesNameless(upload.key()))
                .flatMap(rule -> rule.actions().stream())
                .anyMatch(action ->
                        action instanceof LifecycleRule.AbortUploads abort
                                && look.isOver(begun, abort.days()));
    }

    private void remove(ObjectVersion version) throws IOException {
        if (bucket.deleteIfSame(version)) {
            look.tell("LifecycleExpiration:Delete", version);
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
                    .ifPresent(
                            marker -> look.tell("LifecycleExpiration:DeleteMarkerCreated", marker));
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
