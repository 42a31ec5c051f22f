package stator.door;

import java.net.InetAddress;
import java.util.Optional;
import stator.identity.Principal;

/**
 * Decides who signed the policy of a form. A browser that sends a form of Amazon S3 knows no
 * credentials; whoever made the form signed what it allows (API reference, "Authenticating requests
 * in browser-based uploads using POST").
 */
public interface FormAuthenticator {
    /**
     * A policy and its signature, as they stand in a form.
     *
     * @param text of the policy, as it was sent: it is signed in Base64
     * @param version of the signature, 2 or 4
     * @param accessKey whose secret signed
     * @param day of the scope; empty in version 2, as the region is
     * @param token of temporary credentials; empty for others
     */
    record SignedPolicy(
            String text,
            int version,
            String accessKey,
            String day,
            String region,
            String token,
            String signature) {
        public SignedPolicy {
            if (version != 2 && version != 4) {
                throw new IllegalArgumentException("version " + version);
            }
        }
    }

    /**
     * The caller who signed a policy.
     *
     * @param source the address that the form came from
     * @throws AuthenticationException if the caller is not accepted
     */
    Authenticator.Admission authenticate(SignedPolicy policy, InetAddress source);

    /** Who sends a form that nobody signed; empty if that is anybody. */
    default Optional<Principal> unsigned(InetAddress source) {
        return Optional.empty();
    }
}
