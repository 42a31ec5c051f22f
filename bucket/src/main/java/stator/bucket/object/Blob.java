package stator.bucket.object;

/**
 * Bytes of an object in a file of their own.
 *
 * @param id which names the file
 * @param size in bytes, without the checksums that follow them
 */
public record Blob(String id, long size) {
    public Blob {
        if (id.length() < 3 || size < 0) {
            throw new IllegalArgumentException(id + ": " + size);
        }
    }
}
