package stator.operation.archive;

import java.io.IOException;

/** There is no bucket of that name. */
public final class NoSuchBucketException extends IOException {
    private static final long serialVersionUID = 1L;

    /** In the words of S3. */
    public NoSuchBucketException() {
        super("The specified bucket does not exist");
    }

    /** What a job that ended by this, or by another trouble with a bucket, gives as its code. */
    static String failureCode(IOException trouble) {
        return trouble instanceof NoSuchBucketException ? "S3NoSuchBucket" : "S3AccessDenied";
    }
}
