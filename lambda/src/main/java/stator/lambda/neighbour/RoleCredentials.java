package stator.lambda.neighbour;

/** Gives functions the credentials of their roles. Thread-safe. */
public interface RoleCredentials {
    /** What a function signs with. A session token that is empty is left out of the environment. */
    record Keys(String accessKey, String secretKey, String sessionToken) {}

    /**
     * The keys for a process of a function.
     *
     * @param role the ARN of the role
     * @param session the name of the session: the function's
     */
    Keys of(String account, String role, String session);

    /** Whether functions can have a role. */
    boolean knows(String role);

    /** An access key that is the account's number, which is enough while nobody verifies. */
    RoleCredentials OF_ACCOUNT =
            new RoleCredentials() {
                @Override
                public Keys of(String account, String role, String session) {
                    return new Keys(account, "secret", "");
                }

                @Override
                public boolean knows(String role) {
                    return true;
                }
            };
}
