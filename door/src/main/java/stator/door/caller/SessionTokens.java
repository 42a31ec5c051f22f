package stator.door.caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import stator.identity.account.AccessKey;

/** The tokens that come with temporary keys. */
final class SessionTokens {
    private SessionTokens() {}

    /** Whether a token is the key's, in a time that does not tell how far it is. */
    static boolean fits(AccessKey key, String token) {
        return MessageDigest.isEqual(
                key.sessionToken().getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }
}
