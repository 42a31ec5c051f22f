package stator.s3.lifecycle;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stator.bucket.object.ObjectVersion;
import stator.s3.request.StorageClass;

/**
 * Moves objects to the storage class that rules say, at one look. All that changes is their class;
 * what is in an archive cannot be read before it was restored.
 */
final class Transition {
    /** Smaller ones stay where they are unless a rule says which sizes it means. */
    private static final long BYTES_MIN = 128 * 1024;

    private final Look look;

    Transition(Look look) {
        this.look = look;
    }

    /**
     * Moves a version, if it is time.
     *
     * @param since when its days began
     * @param noncurrent whether another version has taken its place
     */
    void move(ObjectVersion version, Instant since, boolean noncurrent) throws IOException {
        if (version.marker()) {
            return;
        }
        String present = version.attribute(StorageClass.ATTRIBUTE);
        String target = present;
        for (LifecycleRule rule : look.rules()) {
            boolean isMeant =
                    rule.filter().matches(version)
                            && (version.size() >= BYTES_MIN || rule.filter().hasSizes());
            for (LifecycleRule.Action action :
                    isMeant ? rule.actions() : List.<LifecycleRule.Action>of()) {
                Optional<String> due = due(action, since, noncurrent);
                String before = target;
                target = due.filter(name -> StorageClass.isBelow(name, before)).orElse(before);
            }
        }
        if (!target.equals(present)) {
            moveTo(target, version);
        }
    }

    private Optional<String> due(LifecycleRule.Action action, Instant since, boolean noncurrent) {
        return switch (action) {
            case LifecycleRule.MoveAfter move ->
                    move.noncurrent() == noncurrent && look.isOver(since, move.days())
                            ? Optional.of(move.storageClass())
                            : Optional.empty();
            case LifecycleRule.MoveOn move ->
                    !noncurrent && look.isOver(move.date())
                            ? Optional.of(move.storageClass())
                            : Optional.empty();
            case LifecycleRule.ExpireAfter other -> Optional.empty();
            case LifecycleRule.ExpireOn other -> Optional.empty();
            case LifecycleRule.RemoveLoneMarkers other -> Optional.empty();
            case LifecycleRule.ExpireNoncurrent other -> Optional.empty();
            case LifecycleRule.AbortUploads other -> Optional.empty();
        };
    }

    /** What was put meanwhile has other attributes, a checksum among them, and stays. */
    private void moveTo(String target, ObjectVersion seen) throws IOException {
        Optional<ObjectVersion> moved =
                look.bucket()
                        .change(
                                seen.key(),
                                seen.id(),
                                attributes -> {
                                    if (!attributes.equals(seen.attributes())) {
                                        return attributes;
                                    }
                                    Map<String, String> changed = new TreeMap<>(attributes);
                                    changed.put(StorageClass.ATTRIBUTE, target);
                                    return changed;
                                });
        moved.ifPresent(object -> look.tell("LifecycleTransition", object));
    }
}
