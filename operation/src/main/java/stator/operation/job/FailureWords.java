package stator.operation.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import stator.bucket.NoSuchBucketException;
import stator.model.ApiException;
import stator.storage.StoreException;

/**
 * What those who asked for a job may read of why it failed. Messages of files, stores and the
 * runtime may name paths of this machine; they are for the log, which {@link Jobs} writes.
 */
public final class FailureWords {
    private static final String NO_ACCESS = "The bucket cannot be read or written";
    private static final String UNREADABLE = "The file cannot be read";
    private static final String UNAVAILABLE = "The service is currently unavailable or busy.";
    private static final String INTERNAL = "Internal server error";

    private FailureWords() {}

    /** Why a job failed as a whole. */
    public static String ofJob(Exception cause) {
        return switch (cause) {
            case NoSuchBucketException missing -> missing.getMessage();
            case ApiException told -> told.getMessage();
            case StoreException.Unavailable store ->
                    store.forClients().isEmpty() ? UNAVAILABLE : store.forClients();
            case IOException trouble -> NO_ACCESS;
            default -> INTERNAL;
        };
    }

    /** Why the content of one file could not be read: what is wrong in it, not where it lies. */
    public static String ofFile(Exception cause) {
        Exception reason =
                cause instanceof UncheckedIOException wrapper ? wrapper.getCause() : cause;
        return reason instanceof FileSystemException || reason.getMessage() == null
                ? UNREADABLE
                : UNREADABLE + ": " + reason.getMessage();
    }
}
