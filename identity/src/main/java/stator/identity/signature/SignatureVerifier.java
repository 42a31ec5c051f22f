package stator.identity.signature;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

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

    private static final byte[] NO_BYTES = {};
    private static final HexFormat HEX = HexFormat.of();

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
     * @param body as it was sent; empty if it has not arrived: then whoever reads it holds it
     *     against the hash that was signed
     * @param service the name that the scope must have
     * @param region that the scope must have; empty if any will do
     * @param now what the server's clock says
     */
    public Verification verify(
            SignableRequest request,
            Optional<byte[]> body,
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
        RequestHeaders headers = request.headers();
        for (int i = 0; i < headers.count(); i++) {
            String name = headers.name(i);
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
            SignableRequest request, Optional<byte[]> body, SignatureClaim claim, String secret) {
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
        if (body.isEmpty() && !stated.isEmpty()) {
            return verifySignature(request, claim, secret, stated);
        }
        MessageDigest digest = SigningKey.digest();
        String actual = HEX.formatHex(digest.digest(body.orElse(NO_BYTES)));
        if (!stated.isEmpty() && !stated.equals(actual)) {
            return new Verification.OtherBody(stated, actual);
        }
        return verifySignature(request, claim, secret, actual, digest);
    }

    private Verification verifySignature(
            SignableRequest request, SignatureClaim claim, String secret, String payload) {
        return verifySignature(request, claim, secret, payload, SigningKey.digest());
    }

    private Verification verifySignature(
            SignableRequest request,
            SignatureClaim claim,
            String secret,
            String payload,
            MessageDigest digest) {
        ByteText text = new ByteText();
        CanonicalRequest.write(
                request, claim.signedHeaders(), claim.scope().service(), payload, text);
        digest.update(text.array(), 0, text.length());
        byte[] hash = digest.digest();
        SigningKey key = keys.of(secret, claim.scope());
        SigningKey.writeToSign(claim.time(), claim.scope(), hash, text.clear());
        byte[] signature = key.sign(text, digest);
        text.clear().appendHex(signature);
        if (!isEqual(text, claim.signature())) {
            return mismatch(request, claim, payload, hash);
        }
        return new Verification.Accepted(
                claim, new ChunkSignatures(key, claim.time(), claim.signature()));
    }

    /** Whether a text that is no request was signed, such as the policy of a form. */
    public boolean isSigned(String text, String secret, CredentialScope scope, String signature) {
        String expected = keys.of(secret, scope).sign(text);
        return SigningKey.areEqual(expected, signature);
    }

    /** Whether two signatures are equal, in a time that does not tell how far they are. */
    private static boolean isEqual(ByteText expected, String claimed) {
        int different = expected.length() ^ claimed.length();
        for (int i = 0; i < claimed.length() && i < expected.length(); i++) {
            different |= expected.array()[i] ^ claimed.charAt(i);
        }
        return different == 0;
    }

    private static Verification mismatch(
            SignableRequest request, SignatureClaim claim, String payload, byte[] hash) {
        ByteText canonical = new ByteText();
        CanonicalRequest.write(
                request, claim.signedHeaders(), claim.scope().service(), payload, canonical);
        ByteText toSign = new ByteText();
        SigningKey.writeToSign(claim.time(), claim.scope(), hash, toSign);
        return new Verification.Mismatch(canonical.toString(), toSign.toString());
    }
}
