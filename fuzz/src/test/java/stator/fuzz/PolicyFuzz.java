package stator.fuzz;

import java.nio.charset.StandardCharsets;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;

/** Documents of policies; the first byte says of which kind. */
public final class PolicyFuzz {
    private PolicyFuzz() {}

    /** Fails for anything but a policy or an error in the client's words. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Policy.Kind kind = Policy.Kind.values()[(input[0] & 0xff) % Policy.Kind.values().length];
        String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        try {
            Policy policy = Policy.parse(text, kind);
            policy.keys();
            policy.isPublic();
        } catch (MalformedPolicyException refused) {
            Checks.hasMessage(refused);
        }
    }
}
