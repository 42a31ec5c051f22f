package stator.identity.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that is derived from a secret for one scope, and what is done with it. */
final class SigningKey {
    private static final String HMAC = "HmacSHA256";
    private static final int BLOCK_BYTES = 64;
    private static final HexFormat HEX = HexFormat.of();

    /** Never used, only copied: to look an algorithm up costs as much as to hash a request. */
    private static final MessageDigest SHA_256 = newDigest();

    private final CredentialScope scope;

    /** The blocks that the two hashes of an HMAC begin with (RFC 2104). */
    private final byte[] inner;

    private final byte[] outer;

    SigningKey(String secret, CredentialScope scope) {
        this.scope = scope;
        byte[] derived = utf8("AWS4" + secret);
        for (String part :
                new String[] {
                    scope.day(), scope.region(), scope.service(), CredentialScope.TERMINATOR
                }) {
            derived = hmac(new SecretKeySpec(derived, HMAC), part);
        }
        inner = padded(derived, 0x36);
        outer = padded(derived, 0x5C);
    }

    /** A hash that is nobody else's. */
    static MessageDigest digest() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] padded(byte[] key, int pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < block.length; i++) {
            block[i] ^= (byte) pad;
        }
        return block;
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    CredentialScope scope() {
        return scope;
    }

    /**
     * Writes the text whose code is the signature of a request.
     *
     * @param canonicalHash the SHA-256 of the canonical request
     */
    static void writeToSign(
            String time, CredentialScope scope, byte[] canonicalHash, ByteText text) {
        text.append("AWS4-HMAC-SHA256\n").append(time).append('\n');
        text.append(scope.text()).append('\n').appendHex(canonicalHash);
    }

    /** The signature of a text, as bytes. */
    byte[] sign(ByteText text, MessageDigest digest) {
        digest.update(inner);
        digest.update(text.array(), 0, text.length());
        byte[] hash = digest.digest();
        digest.update(outer);
        return digest.digest(hash);
    }

    /** The signature of a text, in hexadecimal digits. */
    String sign(String text) {
        return HEX.formatHex(sign(new ByteText().append(text), digest()));
    }

    /** The SHA-256 of some bytes, in hexadecimal digits. */
    static String sha256(byte[] bytes) {
        return HEX.formatHex(digest().digest(bytes));
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        return mac(key).doFinal(utf8(text));
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
