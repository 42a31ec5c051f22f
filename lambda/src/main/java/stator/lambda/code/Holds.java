package stator.lambda.code;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Who holds which archive, by its SHA-256 in Base64. Whether something else has one is looked at
 * when nobody holds it, and nobody can begin to hold it meanwhile.
 */
final class Holds {
    private final ConcurrentMap<String, Holders> held = new ConcurrentHashMap<>();
    private final Consumer<String> look;

    /**
     * @param isInDoubt whether it is to be looked at when the last one lets go
     */
    private record Holders(int count, boolean isInDoubt) {
        static final Holders NONE = new Holders(0, false);
    }

    /**
     * @param look looks at an archive that nobody holds; asks nothing of this object
     */
    Holds(Consumer<String> look) {
        this.look = look;
    }

    /** Holds an archive. */
    Hold hold(String sha256) {
        held.compute(
                sha256,
                (same, before) -> {
                    Holders others = before == null ? Holders.NONE : before;
                    return new Holders(others.count() + 1, others.isInDoubt());
                });
        return () -> letGo(sha256);
    }

    private void letGo(String sha256) {
        held.computeIfPresent(
                sha256,
                (same, before) -> {
                    if (before.count() > 1) {
                        return new Holders(before.count() - 1, before.isInDoubt());
                    }
                    if (before.isInDoubt()) {
                        look.accept(sha256);
                    }
                    return null;
                });
    }

    /** Has an archive looked at, now or when the last one lets go. */
    void doubt(String sha256) {
        held.compute(
                sha256,
                (same, before) -> {
                    if (before != null) {
                        return new Holders(before.count(), true);
                    }
                    look.accept(sha256);
                    return null;
                });
    }
}
