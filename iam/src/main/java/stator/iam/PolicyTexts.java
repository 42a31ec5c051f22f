package stator.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;

/** The texts of policies in requests and answers. */
final class PolicyTexts {
    private PolicyTexts() {}

    /** Throws unless a text is a policy that can stand at a user, group or role. */
    static void requireIdentityPolicy(String text) {
        require(text, Policy.Kind.IDENTITY);
    }

    /** Throws unless a text says who may assume a role. */
    static void requireTrustPolicy(String text) {
        require(text, Policy.Kind.TRUST);
        Quota.TRUST_POLICY_SIZE.require(size(text));
    }

    private static void require(String text, Policy.Kind kind) {
        try {
            Policy.parse(text, kind);
        } catch (MalformedPolicyException e) {
            throw IamErrors.malformedPolicy(e.getMessage());
        }
    }

    /** How long a text is for AWS's quotas, which do not count white space. */
    static int size(String text) {
        return (int) text.chars().filter(c -> !Character.isWhitespace(c)).count();
    }

    /** A text as answers have it: percent-encoded, as RFC 3986 says. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
