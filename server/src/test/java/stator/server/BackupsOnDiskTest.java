package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.rocksdb.Durability;

/** Backups in the data directory: after the table, after the server, after damage. */
class BackupsOnDiskTest {
    private static final Pattern ARN = Pattern.compile("\"BackupArn\":\"([^\"]+)\"");

    @TempDir Path data;

    private StatorServer start() {
        return StatorServer.start(
                Configuration.inMemory().withEngine(new Engine.Disk(data, new Durability.None())));
    }

    private static String call(StatorServer server, String operation, String json)
            throws IOException {
        try (WireClient client = new WireClient(server.port())) {
            return client.send(WireClient.call("DynamoDB_20120810." + operation, json))
                    .read()
                    .text();
        }
    }

    private String backUp(StatorServer server) throws IOException {
        call(
                server,
                "CreateTable",
                """
                {"TableName": "books", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}\
                """);
        for (int i = 0; i < 20; i++) {
            call(
                    server,
                    "PutItem",
                    "{\"TableName\": \"books\", \"Item\": {\"pk\": {\"S\": \"" + i + "\"}}}");
        }
        Matcher arn =
                ARN.matcher(
                        call(
                                server,
                                "CreateBackup",
                                "{\"TableName\": \"books\", \"BackupName\": \"first\"}"));
        assertTrue(arn.find());
        call(server, "DeleteTable", "{\"TableName\": \"books\"}");
        return arn.group(1);
    }

    private static String restore(StatorServer server, String arn) throws IOException {
        return call(
                server,
                "RestoreTableFromBackup",
                "{\"TargetTableName\": \"again\", \"BackupArn\": \"" + arn + "\"}");
    }

    private static void awaitActive(StatorServer server) throws IOException {
        while (!call(server, "DescribeTable", "{\"TableName\": \"again\"}")
                .contains("\"TableStatus\":\"ACTIVE\"")) {
            Thread.onSpinWait();
        }
    }

    private static String count(StatorServer server) throws IOException {
        return call(server, "Scan", "{\"TableName\": \"again\", \"Select\": \"COUNT\"}");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("backups"))) {
            return files.toList();
        }
    }

    @Test
    void outlivesTableAndServer() throws IOException {
        String arn;
        try (StatorServer server = start()) {
            arn = backUp(server);
        }
        try (StatorServer server = start()) {
            assertTrue(call(server, "ListBackups", "{}").contains(arn));
            assertTrue(restore(server, arn).contains("\"TableStatus\":\"CREATING\""));
            awaitActive(server);
            assertEquals("{\"Count\":20,\"ScannedCount\":20}", count(server));
            call(server, "DeleteBackup", "{\"BackupArn\": \"" + arn + "\"}");
            assertEquals(List.of(), files());
        }
    }

    @Test
    void isRefusedWhenItIsDamaged() throws IOException {
        try (StatorServer server = start()) {
            String arn = backUp(server);
            Path file = files().getFirst();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 100] ^= 1;
            Files.write(file, bytes);
            String answer = restore(server, arn);
            assertTrue(answer.contains("The backup is damaged and cannot be restored"), answer);
            assertEquals("{\"TableNames\":[]}", call(server, "ListTables", "{}"));
        }
    }

    /** What a crash in the middle of a backup leaves behind is no backup, and goes. */
    @Test
    void aLeftoverOfACrashGoes() throws IOException {
        try (StatorServer server = start()) {
            backUp(server);
        }
        Path whole = files().getFirst();
        Files.write(data.resolve("backups").resolve(".unfinished-1"), new byte[100]);
        start().close();
        assertEquals(List.of(whole), files());
    }
}
