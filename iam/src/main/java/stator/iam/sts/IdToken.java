package stator.iam.sts;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * An OpenID Connect ID token: a JSON Web Token (RFC 7519) of somebody whom its issuer knows.
 *
 * @param header who signed it, and how
 * @param claims what it says
 * @param signed the bytes that are signed
 */
record IdToken(
        Map<String, Object> header, Map<String, Object> claims, byte[] signed, byte[] signature) {
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    "RS256", "SHA256withRSA",
                    "RS384", "SHA384withRSA",
                    "RS512", "SHA512withRSA",
                    "ES256", "SHA256withECDSA",
                    "ES384", "SHA384withECDSA",
                    "ES512", "SHA512withECDSA");

    /** Reads one, and looks at nothing in it. */
    static IdToken read(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length == 3) {
            try {
                Base64.Decoder decoder = Base64.getUrlDecoder();
                return new IdToken(
                        Json.object(decoder.decode(parts[0])),
                        Json.object(decoder.decode(parts[1])),
                        (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                        decoder.decode(parts[2]));
            } catch (IllegalArgumentException e) {
                // Told below.
            }
        }
        throw StsErrors.invalidIdentityToken(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an"
                        + " Access Token)");
    }

    String issuer() {
        return Json.text(claims, "iss");
    }

    String subject() {
        return Json.text(claims, "sub");
    }

    /** The id of the issuer's key; empty if it does not say. */
    String keyId() {
        return Json.text(header, "kid");
    }

    /** For whom it is made out; if it was asked for by another than those, for that one. */
    List<String> audience() {
        String party = Json.text(claims, "azp");
        return party.isEmpty() ? Json.texts(claims, "aud") : List.of(party);
    }

    /** When it stops to be good, in seconds since 1970; 0 if it does not say. */
    long expires() {
        return claims.get("exp") instanceof Double seconds ? seconds.longValue() : 0;
    }

    /** Whether a key has signed it. */
    boolean isSignedBy(PublicKey key) {
        String name = Json.text(header, "alg");
        String algorithm = ALGORITHMS.get(name);
        boolean isCurve = name.startsWith("ES");
        if (algorithm == null || isCurve != key.getAlgorithm().equals("EC")) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(isCurve ? asSequence(signature) : signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A token has the two numbers of a curve's signature in a row; Java wants them as ASN.1. */
    private static byte[] asSequence(byte[] numbers) {
        int half = numbers.length / 2;
        byte[] first = new BigInteger(1, numbers, 0, half).toByteArray();
        byte[] second = new BigInteger(1, numbers, half, numbers.length - half).toByteArray();
        int length = 4 + first.length + second.length;
        byte[] start =
                length < 0x80
                        ? new byte[] {0x30, (byte) length}
                        : new byte[] {0x30, (byte) 0x81, (byte) length};
        byte[] all = new byte[start.length + length];
        System.arraycopy(start, 0, all, 0, start.length);
        int at = number(all, start.length, first);
        number(all, at, second);
        return all;
    }

    private static int number(byte[] all, int at, byte[] number) {
        all[at] = 2;
        all[at + 1] = (byte) number.length;
        System.arraycopy(number, 0, all, at + 2, number.length);
        return at + 2 + number.length;
    }
}
