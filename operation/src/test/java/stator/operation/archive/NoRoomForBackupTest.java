package stator.operation.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryBuckets;
import stator.bucket.MemoryRoom;
import stator.bucket.NoRoomException;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.operation.Call;
import stator.operation.Operations;
import stator.operation.Response;
import stator.operation.settings.OperationSettings;
import stator.storage.MemoryStore;

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
        Clock clock = Clock.systemUTC();
        Random random = new Random(1);
        try (Database database =
                        Database.open(new MemoryStore(), DatabaseSettings.DEFAULT, clock, random);
                Archive archive =
                        Archive.open(
                                database,
                                new MemoryBucket(FULL),
                                new MemoryBuckets(),
                                clock,
                                random)) {
            Operations operations =
                    Operations.open(database, archive, OperationSettings.defaults(), clock, random);
            String table =
                    """
                    {"TableName":"Things","BillingMode":"PAY_PER_REQUEST",
                     "KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
                     "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}]}
                    """;
            assertEquals(200, call(operations, "CreateTable", table).status());
            Response refused =
                    call(
                            operations,
                            "CreateBackup",
                            "{\"TableName\":\"Things\",\"BackupName\":\"backup\"}");
            assertEquals(503, refused.status());
            assertEquals(
                    "{\"__type\":\"com.amazon.coral.availability#ServiceUnavailableException\","
                            + "\"message\":\"It is full. Delete something.\"}",
                    text(refused));
            assertEquals("{\"BackupSummaries\":[]}", text(call(operations, "ListBackups", "{}")));
        }
    }

    private static Response call(Operations operations, String operation, String body) {
        return operations.execute(
                new Call(
                        Optional.of("DynamoDB_20120810." + operation),
                        body.getBytes(StandardCharsets.UTF_8),
                        "000000000000",
                        "us-east-1"));
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }
}
