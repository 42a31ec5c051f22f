package stator.identity.policy;

/**
 * Whom policies know as the caller.
 *
 * @param account twelve digits
 * @param arn of the user, the session or the account's root
 * @param origin of a session, the ARN of the role that it is of, or of the user who federated;
 *     empty for all others
 */
public record Caller(String account, String arn, String origin) {
    private static final String ROLE = ":role/";

    /** Whether this is the account itself, which no policy of its own limits. */
    public boolean isRoot() {
        return arn.equals("arn:aws:iam::" + account + ":root");
    }

    /**
     * What {@code aws:PrincipalArn} is: of a session of a role the role, so that a policy need not
     * know the session's name; of all others themselves.
     */
    public String principalArn() {
        return origin.contains(ROLE) ? origin : arn;
    }
}
