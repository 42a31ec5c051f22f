package stator.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Named pieces of bytes, as in a bucket of Amazon S3: a key is any text, {@code /} in it means
 * nothing, and a piece is there as a whole or not at all.
 *
 * <p>All methods may be called from any thread. They throw {@link java.io.IOException} if a piece
 * is not there, if the bucket cannot be used, or if a key cannot be one of it.
 */
public interface Bucket {
    /** What is there under a key. */
    record Entry(String key, long bytes) {}

    /** What the keys in a folder begin with: nothing, or the folder's name and one slash. */
    static String folder(String name) {
        String stripped = name.replaceAll("^/+|/+$", "");
        return stripped.isEmpty() ? "" : stripped + "/";
    }

    /** The pieces whose keys begin with a text, in the order of their keys. */
    List<Entry> list(String prefix) throws IOException;

    /** The bytes under a key. The caller closes them; skipping costs nothing. */
    InputStream read(String key) throws IOException;

    /** Begins to write what will be under a key. The caller closes it. */
    Upload write(String key) throws IOException;

    /** Takes away what is under a key, if anything is. */
    void delete(String key) throws IOException;

    /**
     * Bytes on their way into a bucket. Nobody sees them before {@link #commit}, and closing
     * without it forgets them.
     */
    abstract class Upload extends OutputStream {
        /** Puts all bytes under the key, durably, in the place of what was there. */
        public abstract void commit() throws IOException;
    }
}
