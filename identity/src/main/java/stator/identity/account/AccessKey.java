package stator.identity.account;

import java.net.InetAddress;
import java.time.Instant;
import stator.identity.Principal;

/**
 * An access key and whoever holds it.
 *
 * @param secret what its holder signs with
 * @param sessionToken that must come with it; empty for keys that are not temporary
 * @param expires when it stops to be good; {@link Instant#MAX} for keys that are not temporary
 * @param account of the holder: twelve digits
 * @param arn of the user, the role's session or the account's root
 * @param userId the id that IAM gave the holder
 * @param session the name of the session of a role; empty if there is none
 */
public record AccessKey(
        String id,
        String secret,
        String sessionToken,
        Instant expires,
        String account,
        String arn,
        String userId,
        String session) {
    public AccessKey {
        if (id.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException("a key without an id or a secret");
        }
        if (sessionToken.isEmpty() != expires.equals(Instant.MAX)) {
            throw new IllegalArgumentException("a key is temporary with its token, or neither");
        }
    }

    /** The holder, calling from somewhere. */
    public Principal principal(String region, InetAddress source) {
        return new Principal(account, arn, userId, session, id, region, source);
    }

    /** Secrets must not get into logs. */
    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
