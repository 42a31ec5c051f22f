package stator.operation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import stator.bucket.NoSuchBucketException;
import stator.storage.StoreException;

class FailureWordsTest {
    private static final String PATH = "/secret/bucket/file";

    @Test
    void noPathOfThisMachineIsTold() {
        List<Exception> causes =
                List.of(
                        new NoSuchFileException(PATH),
                        new AccessDeniedException(PATH),
                        new IOException(PATH + " (No space left on device)"),
                        new UncheckedIOException(new NoSuchFileException(PATH)),
                        new StoreException.Unavailable(PATH, null),
                        new StoreException.Corrupt(PATH, null),
                        new IllegalStateException(PATH));
        for (Exception cause : causes) {
            assertFalse(FailureWords.ofJob(cause).contains("secret"), cause.toString());
        }
        for (Exception cause : List.of(causes.get(0), causes.get(1), causes.get(3))) {
            assertEquals("The file cannot be read", FailureWords.ofFile(cause));
        }
    }

    @Test
    void whatHelpsIsTold() {
        assertEquals(
                "The specified bucket does not exist",
                FailureWords.ofJob(new NoSuchBucketException()));
        assertEquals(
                "The disk is full.",
                FailureWords.ofJob(
                        new StoreException.Unavailable(PATH, "The disk is full.", null)));
        assertEquals(
                "The file cannot be read: Not in GZIP format",
                FailureWords.ofFile(new ZipException("Not in GZIP format")));
    }
}
