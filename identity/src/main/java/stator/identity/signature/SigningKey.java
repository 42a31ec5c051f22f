package stator.identity.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that is derived from a secret for one scope, and what is done with it. */
final class SigningKey {
    private static final String HMAC = "HmacSHA256";

    private final CredentialScope scope;
    private final SecretKeySpec key;

    SigningKey(String secret, CredentialScope scope) {
        this.scope = scope;
        byte[] derived = utf8("AWS4" + secret);
        for (String part :
                new String[] {
                    scope.day(), scope.region(), scope.service(), CredentialScope.TERMINATOR
                }) {
            derived = hmac(new SecretKeySpec(derived, HMAC), part);
        }
        key = new SecretKeySpec(derived, HMAC);
    }

    CredentialScope scope() {
        return scope;
    }

    /** The text whose code is the signature of a request. */
    static String toSign(String time, CredentialScope scope, String canonicalRequest) {
        return "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(utf8(canonicalRequest));
    }

    /** The signature of a text, in hexadecimal digits. */
    String sign(String text) {
        return HexFormat.of().formatHex(hmac(key, text));
    }

    /** The SHA-256 of some bytes, in hexadecimal digits. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether two signatures are equal, in a time that does not tell how far they are. */
    static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(utf8(one), utf8(other));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Keys must not get into logs. */
    @Override
    public String toString() {
        return "SigningKey[" + scope + "]";
    }
}
