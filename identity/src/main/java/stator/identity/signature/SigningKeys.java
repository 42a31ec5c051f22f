package stator.identity.signature;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Derived keys, kept because a client signs with the same one all day. Thread-safe.
 *
 * <p>A key is found by the secret that it is derived from, too, so that a rotated secret finds
 * nothing of the old one. When there are too many, all are forgotten: deriving one costs four
 * hashes, and an order of use would cost more on every request.
 */
final class SigningKeys {
    /** How many keys are kept. */
    static final int KEYS_MAX = 10_000;

    private record Origin(String secret, CredentialScope scope) {}

    private final ConcurrentMap<Origin, SigningKey> keys = new ConcurrentHashMap<>();

    SigningKey of(String secret, CredentialScope scope) {
        Origin origin = new Origin(secret, scope);
        SigningKey known = keys.get(origin);
        if (known != null) {
            return known;
        }
        if (keys.size() >= KEYS_MAX) {
            keys.clear();
        }
        SigningKey key = new SigningKey(secret, scope);
        keys.put(origin, key);
        return key;
    }
}
