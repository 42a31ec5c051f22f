package stator.identity.policy;

/**
 * Whom policies know as the caller.
 *
 * @param account twelve digits
 * @param arn of the user, the session or the account's root
 * @param role the ARN of the role of which the caller is a session; empty if it is none
 */
public record Caller(String account, String arn, String role) {
    /** Whether this is the account itself, which no policy of its own limits. */
    public boolean isRoot() {
        return arn.equals("arn:aws:iam::" + account + ":root");
    }
}
