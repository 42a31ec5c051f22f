package stator.bucket;

import java.io.IOException;

/** There is no bucket of that name. */
public final class NoSuchBucketException extends IOException {
    private static final long serialVersionUID = 1L;

    /** In the words of S3. */
    public NoSuchBucketException() {
        super("The specified bucket does not exist");
    }
}
