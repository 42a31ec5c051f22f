package stator.identity.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Verifies signatures of AWS's Signature Version 4. Thread-safe.
 *
 * <p>What a request claims is read first ({@link SignatureClaim}), so that the caller can look up
 * the secret of the access key that it names. The order of the checks is AWS's: what is signed, the
 * time and the scope before the signature.
 */
public final class SignatureVerifier {
    /** How far a client's clock may be off, as AWS allows it today. */
    public static final Duration SKEW = Duration.ofMinutes(5);

    private static final String PAYLOAD_HEADER = "x-amz-content-sha256";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String STREAMING = "STREAMING-";
    private static final List<String> STREAMS =
            List.of(
                    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                    "STREAMING-UNSIGNED-PAYLOAD-TRAILER");

    private final Duration skew;
    private final SigningKeys keys = new SigningKeys();

    public SignatureVerifier(Duration skew) {
        if (skew.isNegative()) {
            throw new IllegalArgumentException("skew: " + skew);
        }
        this.skew = skew;
    }

    /**
     * Verifies a request.
     *
     * @param service the name that the scope must have
     * @param region that the scope must have; empty if any will do
     * @param now what the server's clock says
     */
    public Verification verify(
            SignableRequest request,
            byte[] body,
            SignatureClaim claim,
            String secret,
            String service,
            String region,
            Instant now) {
        String unsigned = unsigned(request, claim);
        if (!unsigned.isEmpty()) {
            return new Verification.Unsigned(unsigned);
        }
        if (claim.at().isAfter(now.plus(skew))) {
            return new Verification.NotYetCurrent(claim.at(), now, skew);
        }
        Duration allowed = claim.isPresigned() ? Duration.ofSeconds(claim.validSeconds()) : skew;
        if (claim.at().isBefore(now.minus(allowed))) {
            return new Verification.Expired(claim.at(), now, allowed);
        }
        boolean fits =
                claim.scope().service().equals(service)
                        && (region.isEmpty() || claim.scope().region().equals(region));
        return fits
                ? verifyPayload(request, body, claim, secret)
                : new Verification.WrongScope(claim.scope());
    }

    /**
     * A header that must be signed and is not; empty if there is none. Whatever changes what a
     * request means must be signed: the host, and what the headers {@code x-amz-*} say. The hash of
     * the body is part of what is signed in any case, and so is the date.
     */
    private static String unsigned(SignableRequest request, SignatureClaim claim) {
        if (!claim.signedHeaders().contains("host")) {
            return "host";
        }
        for (String name : request.headers().keySet()) {
            boolean matters =
                    name.startsWith("x-amz-")
                            && !name.equals(PAYLOAD_HEADER)
                            && !name.equals("x-amz-date");
            if (matters && !claim.signedHeaders().contains(name)) {
                return name;
            }
        }
        return "";
    }

    private Verification verifyPayload(
            SignableRequest request, byte[] body, SignatureClaim claim, String secret) {
        boolean ofS3 = claim.scope().service().equals("s3");
        String stated = request.first(PAYLOAD_HEADER).strip();
        if (ofS3 && claim.isPresigned() && stated.isEmpty()) {
            return verifySignature(request, claim, secret, UNSIGNED);
        }
        if (stated.equals(UNSIGNED) || stated.startsWith(STREAMING)) {
            boolean taken = ofS3 && (stated.equals(UNSIGNED) || STREAMS.contains(stated));
            return taken
                    ? verifySignature(request, claim, secret, stated)
                    : new Verification.UnsupportedPayload(stated);
        }
        String actual = SigningKey.sha256(body);
        if (!stated.isEmpty() && !stated.equals(actual)) {
            return new Verification.OtherBody(stated, actual);
        }
        return verifySignature(request, claim, secret, actual);
    }

    private Verification verifySignature(
            SignableRequest request, SignatureClaim claim, String secret, String payload) {
        String canonical =
                CanonicalRequest.of(
                        request, claim.signedHeaders(), claim.scope().service(), payload);
        String toSign = SigningKey.toSign(claim.time(), claim.scope(), canonical);
        SigningKey key = keys.of(secret, claim.scope());
        if (!SigningKey.areEqual(key.sign(toSign), claim.signature())) {
            return new Verification.Mismatch(canonical, toSign);
        }
        return new Verification.Accepted(
                claim, new ChunkSignatures(key, claim.time(), claim.signature()));
    }
}
