package stator.lambda.code;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A ZIP file as it was uploaded.
 *
 * @param bytes which nobody changes
 */
public record Archive(byte[] bytes) {
    /** The SHA-256 of the bytes in Base64, as AWS shows it. */
    public String sha256() {
        return Base64.getEncoder().encodeToString(digest());
    }

    /** The same as a name of files. */
    String key() {
        return HexFormat.of().formatHex(digest());
    }

    private byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
