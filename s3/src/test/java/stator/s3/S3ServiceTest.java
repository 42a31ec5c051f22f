package stator.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.bucket.object.ObjectStore;
import stator.door.caller.BelievedForms;
import stator.door.testing.SentRequest;
import stator.door.testing.StandingClock;
import stator.identity.Principal;
import stator.s3.target.NotificationTargets;

/** What is answered when the disk cannot do what it should. */
final class S3ServiceTest {
    @TempDir private Path directory;

    /** That a bucket cannot be made is a failure of ours; it is no bucket that went. */
    @Test
    void aBucketThatCannotBeMadeIsAnInternalError() throws IOException {
        Files.writeString(directory.resolve("occupied"), "a file of somebody else");
        StandingClock clock = new StandingClock("2026-11-29T12:00:00Z");
        ObjectStore store = ObjectStore.onDisk(directory, false, clock, new Random(1));
        try (S3Service service =
                S3Service.open(
                        store,
                        NotificationTargets.NONE,
                        Duration.ofDays(1),
                        BelievedForms.byKey(),
                        clock)) {
            SentRequest request = new SentRequest("PUT", "/occupied");
            assertEquals(
                    500, service.answer(request, Principal.unknown(request.source())).status());
        }
    }
}
