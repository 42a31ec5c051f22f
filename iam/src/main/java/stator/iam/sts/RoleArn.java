package stator.iam.sts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a role.
 *
 * @param name without the path
 */
record RoleArn(String text, String account, String name) {
    /** What AWS takes for an ARN at all; recorded of AWS. */
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:[^:]+:[^:]*:[^:]*:.+");

    private static final Pattern ROLE =
            Pattern.compile(
                    "arn:aws[a-z-]*:iam::(\\d{12}):role/(?:[\\x21-\\x7E]+/)?([\\w+=,.@-]+)");

    /** Reads one; a text that is the ARN of something else is one of no role that is there. */
    static RoleArn of(String text) {
        if (!ARN.matcher(text).matches()) {
            throw StsErrors.validation(text + " is invalid");
        }
        Matcher role = ROLE.matcher(text);
        return role.matches()
                ? new RoleArn(text, role.group(1), role.group(2))
                : new RoleArn(text, "", "");
    }
}
