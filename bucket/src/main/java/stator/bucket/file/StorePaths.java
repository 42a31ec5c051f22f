package stator.bucket.file;

import java.nio.file.Path;

/**
 * Where what lies in the tree of files:
 *
 * <pre>
 * BUCKET/…                          files that others put there: an object each, the path is the key
 * .stator/in-use                    a process works with the files, or could not end well
 * .stator/unfinished/…              what is being written; when nobody writes it, a leftover of a crash
 * .stator/buckets/BUCKET/info       when the bucket was made, and by whom
 * .stator/buckets/BUCKET/settings/  what is configured of it, a file each
 * .stator/buckets/BUCKET/keys/      the objects' records, in folders by key ({@code key.KeyPath})
 * .stator/buckets/BUCKET/bytes/     the objects' bytes
 * .stator/buckets/BUCKET/uploads/   uploads in parts
 * </pre>
 */
public final class StorePaths {
    private static final String OURS = ".stator";
    public static final String IN_USE = OURS + "/in-use";
    public static final String UNFINISHED = OURS + "/unfinished";
    public static final String BUCKETS = OURS + "/buckets";

    /** How many names lead to the folders of a bucket that stay when they are empty. */
    private static final int LASTING_NAMES = 3;

    private StorePaths() {}

    public static String bucket(String bucket) {
        return BUCKETS + "/" + bucket;
    }

    public static String info(String bucket) {
        return bucket(bucket) + "/info";
    }

    public static String settings(String bucket) {
        return bucket(bucket) + "/settings";
    }

    public static String keys(String bucket) {
        return bucket(bucket) + "/keys";
    }

    public static String uploads(String bucket) {
        return bucket(bucket) + "/uploads";
    }

    public static String bytes(String bucket) {
        return bucket(bucket) + "/bytes";
    }

    /** Some at each place: folders with too many files are slow. */
    public static String bytes(String bucket, String blob) {
        return bytes(bucket) + "/" + blob.substring(0, 2) + "/" + blob;
    }

    /** Whether a folder is there only for what is in it. */
    public static boolean mayVanish(Path folder) {
        boolean ofOurs = folder.startsWith(OURS);
        return folder.getNameCount() > (ofOurs ? LASTING_NAMES : 1);
    }
}
