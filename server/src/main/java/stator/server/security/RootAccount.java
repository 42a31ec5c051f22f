package stator.server.security;

import java.util.Optional;
import stator.identity.Principal;
import stator.identity.account.AccessKey;
import stator.identity.account.KeyPair;
import stator.identity.account.RootKeys;

/**
 * The account without which nobody could do anything: the one whose tables a server without
 * verification gives to everybody, so that they are still there once it verifies.
 */
public final class RootAccount {
    /** Its number. */
    public static final String NUMBER = Principal.DEFAULT_ACCOUNT;

    private RootAccount() {}

    /**
     * Sees to it that its root has a key.
     *
     * @param chosen the key that somebody chose; empty if nobody did
     * @return the key that was made just now, to be shown once; empty if there was one
     */
    public static Optional<KeyPair> ensure(RootKeys keys, Optional<KeyPair> chosen) {
        if (chosen.isPresent()) {
            KeyPair pair = chosen.get();
            boolean isKnown =
                    keys.find(pair.id(), "")
                            .map(AccessKey::secret)
                            .filter(pair.secret()::equals)
                            .isPresent();
            if (!isKnown) {
                keys.put(NUMBER, pair);
            }
            return Optional.empty();
        }
        return keys.isEmpty() ? Optional.of(keys.make(NUMBER)) : Optional.empty();
    }
}
