package stator.identity.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The signatures of the chunks of one body ({@code aws-chunked}): each covers the one before, so
 * that none can be left out, doubled or moved. Belongs to one thread.
 */
public final class ChunkSignatures {
    private static final String EMPTY = SigningKey.sha256(new byte[0]);

    private final SigningKey key;
    private final String time;
    private String previous;

    ChunkSignatures(SigningKey key, String time, String seed) {
        this.key = key;
        this.time = time;
        this.previous = seed;
    }

    /** Whether this is the signature of the next chunk; the last one is empty. */
    public boolean isNext(byte[] chunk, String signature) {
        return isNextHash(SigningKey.sha256(chunk), signature);
    }

    /**
     * The same for a chunk that is not held as a whole.
     *
     * @param hash the chunk's SHA-256 in small hexadecimal digits
     */
    public boolean isNextHash(String hash, String signature) {
        return follows("AWS4-HMAC-SHA256-PAYLOAD", EMPTY + "\n" + hash, signature);
    }

    /**
     * Whether this is the signature of the headers after the last chunk.
     *
     * @param trailer each as {@code name:value} and a line feed, in the order of names
     */
    public boolean isTrailer(byte[] trailer, String signature) {
        return follows("AWS4-HMAC-SHA256-TRAILER", SigningKey.sha256(trailer), signature);
    }

    private boolean follows(String kind, String hashes, String signature) {
        String expected =
                key.sign(String.join("\n", kind, time, key.scope().toString(), previous, hashes));
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                signature.getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        previous = expected;
        return true;
    }
}
