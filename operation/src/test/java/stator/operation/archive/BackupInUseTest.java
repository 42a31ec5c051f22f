package stator.operation.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stator.bucket.Bucket;
import stator.bucket.MemoryBucket;
import stator.operation.Response;
import stator.operation.TestOperations;

/** Whoever restores a table has its backup until the end, also from others who delete it. */
final class BackupInUseTest {
    private static final String TABLE =
            """
            {"TableName":"Things","BillingMode":"PAY_PER_REQUEST",
             "KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
             "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}]}
            """;

    private final Interrupted bucket = new Interrupted(new MemoryBucket());

    /** A bucket in which something happens when it is looked into. */
    private static final class Interrupted implements Bucket {
        private final Bucket inner;
        private Runnable interruption = () -> {};

        Interrupted(Bucket inner) {
            this.inner = inner;
        }

        @Override
        public List<Entry> list(String prefix) throws IOException {
            List<Entry> found = inner.list(prefix);
            Runnable once = interruption;
            interruption = () -> {};
            once.run();
            return found;
        }

        @Override
        public InputStream read(String key) throws IOException {
            return inner.read(key);
        }

        @Override
        public Upload write(String key) throws IOException {
            return inner.write(key);
        }

        @Override
        public void delete(String key) throws IOException {
            inner.delete(key);
        }
    }

    @Test
    void aBackupThatIsLookedAtForARestoreCannotBeDeleted() throws IOException {
        try (TestOperations operations = new TestOperations(bucket)) {
            operations.call("CreateTable", TABLE);
            String made =
                    text(
                            operations.call(
                                    "CreateBackup",
                                    "{\"TableName\":\"Things\",\"BackupName\":\"backup\"}"));
            String arn = made.replaceAll(".*\"BackupArn\":\"([^\"]*)\".*", "$1");
            String named = "\"BackupArn\":\"" + arn + "\"";
            StringBuilder deletion = new StringBuilder();
            bucket.interruption =
                    () -> deletion.append(text(operations.call("DeleteBackup", "{" + named + "}")));
            Response restored =
                    operations.call(
                            "RestoreTableFromBackup",
                            "{\"TargetTableName\":\"Copy\"," + named + "}");
            assertEquals(200, restored.status());
            assertTrue(deletion.toString().contains("BackupInUseException"), deletion.toString());
            operations.advance(Duration.ZERO);
            String described = text(operations.call("DescribeTable", "{\"TableName\":\"Copy\"}"));
            assertTrue(described.contains("\"TableStatus\":\"ACTIVE\""), described);
            assertEquals(200, operations.call("DeleteBackup", "{" + named + "}").status());
            assertEquals(400, operations.call("DeleteBackup", "{" + named + "}").status());
        }
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }
}
