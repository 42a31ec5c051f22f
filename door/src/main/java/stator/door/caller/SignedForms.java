package stator.door.caller;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import stator.door.AuthenticationException;
import stator.door.AuthenticationException.Failure;
import stator.door.Authenticator.Admission;
import stator.door.FormAuthenticator;
import stator.identity.Principal;
import stator.identity.account.AccessKey;
import stator.identity.account.Identities;
import stator.identity.signature.CredentialScope;
import stator.identity.signature.SignatureVerifier;

/**
 * Lets in forms whose policy was signed with the secret of a known key. How long a form holds is
 * said by its policy, so the date of the signature is not compared with the clock. Thread-safe.
 */
public final class SignedForms implements FormAuthenticator {
    private static final String S3 = SignatureForm.S3;

    private final Identities identities;
    private final boolean refuses;
    private final DenialLog denials;
    private final Clock clock;
    private final SignatureVerifier verifier = new SignatureVerifier(SignatureVerifier.SKEW);
    private final FailedSignatures failed;
    private final FormAuthenticator believing = BelievedForms.byKey();

    /**
     * @param refuses whether who is not accepted is refused; else it is only told, and the form is
     *     believed
     */
    public SignedForms(Identities identities, boolean refuses, DenialLog denials, Clock clock) {
        this.identities = identities;
        this.refuses = refuses;
        this.denials = denials;
        this.clock = clock;
        failed = new FailedSignatures(clock);
    }

    private static String region(SignedPolicy policy) {
        return policy.region().isEmpty() ? SignatureForm.HOME_REGION : policy.region();
    }

    @Override
    public Admission authenticate(SignedPolicy policy, InetAddress source) {
        try {
            return Admission.of(signer(policy, source));
        } catch (AuthenticationException refusal) {
            String caller = source.getHostAddress();
            String action = S3 + ":" + refusal.failure();
            denials.note("signature", S3, caller, action, refusal.getMessage(), refuses);
            if (!refuses) {
                Principal believed = believing.authenticate(policy, source).principal();
                return new Admission(believed, refusal.getMessage());
            }
            throw failed.isTooMany(caller, policy.accessKey())
                    ? new AuthenticationException(Failure.TOO_MANY, "Rate exceeded")
                    : refusal;
        }
    }

    private Principal signer(SignedPolicy policy, InetAddress source) {
        AccessKey key =
                identities
                        .find(policy.accessKey(), policy.token())
                        .filter(found -> SessionTokens.fits(found, policy.token()))
                        .orElseThrow(() ->
                                new AuthenticationException(
                                        Failure.UNKNOWN_KEY,
                                        "The access key of the form is not known."));
        if (!isSigned(policy, key.secret())) {
            throw new AuthenticationException(
                    Failure.WRONG_SIGNATURE, "The policy of the form is not signed with its key.");
        }
        Instant now = clock.instant();
        if (!now.isBefore(key.expires())) {
            throw new AuthenticationException(
                    Failure.EXPIRED_SESSION, "The session of the form's key is over.");
        }
        identities.used(key.id(), S3, region(policy), now);
        return key.principal(region(policy), source);
    }

    private boolean isSigned(SignedPolicy policy, String secret) {
        return policy.version() == 2
                ? SignatureVersion2.isSigned(policy.text(), secret, policy.signature())
                : verifier.isSigned(
                        policy.text(),
                        secret,
                        new CredentialScope(policy.day(), policy.region(), S3),
                        policy.signature());
    }
}
