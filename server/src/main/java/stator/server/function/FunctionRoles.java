package stator.server.function;

import java.time.Duration;
import java.util.Optional;
import stator.iam.IdentityServices;
import stator.iam.IdentityServices.RoleKeys;
import stator.lambda.neighbour.RoleCredentials;

/**
 * The credentials of functions where callers are looked at: each process is a session of its role.
 */
final class FunctionRoles implements RoleCredentials {
    /** As long as STS allows; processes do not live so long. */
    private static final Duration SESSION = Duration.ofHours(12);

    private final IdentityServices identities;
    private final boolean isEnforced;

    /**
     * @param isEnforced whether nobody gets in who does not prove who it is
     */
    FunctionRoles(IdentityServices identities, boolean isEnforced) {
        this.identities = identities;
        this.isEnforced = isEnforced;
    }

    @Override
    public Keys of(String account, String role, String session) {
        Optional<RoleKeys> keys = identities.assume(role, session, SESSION);
        return keys.map(found -> new Keys(found.key().id(), found.key().secret(), found.token()))
                .orElseGet(() -> RoleCredentials.OF_ACCOUNT.of(account, role, session));
    }

    @Override
    public boolean knows(String role) {
        return !isEnforced || identities.hasRole(role);
    }
}
