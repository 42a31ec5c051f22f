package stator.operation.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryRoom;
import stator.bucket.NoRoomException;
import stator.operation.Response;
import stator.operation.TestOperations;

/** Backups are data like all else: without room for one, the client is told. */
final class NoRoomForBackupTest {
    private static final MemoryRoom FULL =
            new MemoryRoom() {
                @Override
                public void take(long bytes) throws NoRoomException {
                    throw new NoRoomException("It is full. Delete something.");
                }

                @Override
                public void give(long bytes) {}
            };

    @Test
    void isA503ThatSaysWhatToDo() {
        try (TestOperations operations = new TestOperations(new MemoryBucket(FULL))) {
            String table =
                    """
                    {"TableName":"Things","BillingMode":"PAY_PER_REQUEST",
                     "KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
                     "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}]}
                    """;
            assertEquals(200, operations.call("CreateTable", table).status());
            Response refused =
                    operations.call(
                            "CreateBackup", "{\"TableName\":\"Things\",\"BackupName\":\"backup\"}");
            assertEquals(503, refused.status());
            assertEquals(
                    "{\"__type\":\"com.amazon.coral.availability#ServiceUnavailableException\","
                            + "\"message\":\"It is full. Delete something.\"}",
                    text(refused));
            assertEquals("{\"BackupSummaries\":[]}", text(operations.call("ListBackups", "{}")));
        }
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }
}
