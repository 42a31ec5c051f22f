package stator.identity.signature;

import java.time.Duration;
import java.time.Instant;

/** What came of verifying a signature. Each service tells a failure in its own form and words. */
public sealed interface Verification {
    /**
     * The request was signed by whoever knows the secret.
     *
     * @param chunks for a body that comes in signed chunks; they follow the request's signature
     */
    record Accepted(SignatureClaim claim, ChunkSignatures chunks) implements Verification {}

    /** The service or the region of the scope is another than the request's. */
    record WrongScope(CredentialScope scope) implements Verification {}

    /** It was signed too long ago. */
    record Expired(Instant signed, Instant now, Duration allowed) implements Verification {}

    /** It was signed in the future. */
    record NotYetCurrent(Instant signed, Instant now, Duration allowed) implements Verification {}

    /** A header that must be signed is not. */
    record Unsigned(String header) implements Verification {}

    /** The body is not the one whose hash was sent. */
    record OtherBody(String claimed, String actual) implements Verification {}

    /** The service does not take a body that is signed in this way. */
    record UnsupportedPayload(String payload) implements Verification {}

    /** The signature is another than the one that the secret gives. */
    record Mismatch(String canonicalRequest, String stringToSign) implements Verification {}
}
