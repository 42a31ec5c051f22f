package stator.identity.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everybody who is known, by access keys. Thread-safe; asked on every request, so it answers from
 * memory.
 */
public interface Identities {
    /** Nobody is known. */
    Identities NOBODY =
            new Identities() {
                @Override
                public long version() {
                    return 0;
                }

                @Override
                public Optional<AccessKey> find(String accessKey, String sessionToken) {
                    return Optional.empty();
                }

                @Override
                public Optional<CallerPolicies> policies(String accessKey) {
                    return Optional.empty();
                }
            };

    /**
     * Grows with every change of what the other methods answer, so that others can keep what they
     * made of it.
     */
    long version();

    /**
     * The key of that id.
     *
     * @param sessionToken that came with it; empty if none did. It need not be looked at: whoever
     *     asks compares it with {@link AccessKey#sessionToken}, and looks whether the key has
     *     expired.
     * @return empty if nobody has such a key, or it is inactive, which AWS does not tell apart
     */
    Optional<AccessKey> find(String accessKey, String sessionToken);

    /** What the holder of a key may do; empty if nobody has such a key. */
    Optional<CallerPolicies> policies(String accessKey);

    /** Takes note that a key was used. */
    default void used(String accessKey, String service, String region, Instant at) {}

    /** All of several, the first that knows a key answers for it. */
    static Identities of(List<Identities> several) {
        return new SeveralIdentities(several);
    }
}
