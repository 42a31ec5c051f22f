package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 in the middle of imports, exports, restores and bulk operations, again and again. After
 * each restart all of them go on by themselves, none looks finished before it is, and each ends
 * with exactly the items that it should have.
 *
 * <p>{@code -Dstator.archive.cycles=N} runs longer, {@code -Dstator.archive.seed=N} replays the
 * times of the kills.
 */
class ArchiveCrashTest {
    private static final int ITEMS = 20_000;
    private static final int FILES = 4;
    private static final int DELAY_MILLIS_MAX = 400;
    private static final int CYCLES = Integer.getInteger("stator.archive.cycles", 2);
    private static final long SEED = Long.getLong("stator.archive.seed", System.nanoTime());
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final String KEYS =
            """
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"},
             {"AttributeName": "g", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
            "GlobalSecondaryIndexes": [{"IndexName": "gsi",
             "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
             "Projection": {"ProjectionType": "ALL"}}]\
            """;

    /** Jobs that were under way when a server was killed. */
    private int cutOff;

    @TempDir Path folder;

    private WireClient client;

    /** The jobs of one cycle: what they are called, and the tables that they fill. */
    private record Jobs(int cycle, String importArn, String exportArn, String bulkArn) {
        List<String> tables() {
            return Stream.of("imported", "restored", "recovered", "bulk")
                    .map(table -> table + cycle)
                    .toList();
        }
    }

    @Test
    void whatIsCutOffGoesOn() throws Exception {
        System.out.println("Archives: " + CYCLES + " cycles, -Dstator.archive.seed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        writeFiles();
        Jobs begun = null;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            try (ServerProcess server = start()) {
                client = new WireClient(server.endpoint());
                if (begun == null) {
                    createSource();
                } else {
                    verify(begun);
                }
                begun = begin(cycle);
                Thread.sleep(random.nextInt(DELAY_MILLIS_MAX));
                server.kill();
            }
        }
        try (ServerProcess server = start()) {
            client = new WireClient(server.endpoint());
            verify(begun);
            assertEquals(0, server.terminate(), server.output());
        }
        System.out.println("Archives: " + cutOff + " jobs were cut off and went on");
    }

    private ServerProcess start() {
        return ServerProcess.onDisk(
                folder.resolve("data"), "--s3-directory", folder.resolve("s3").toString());
    }

    private void writeFiles() throws IOException {
        Files.createDirectories(folder.resolve("s3/out"));
        Path in = Files.createDirectories(folder.resolve("s3/in"));
        for (int file = 0; file < FILES; file++) {
            StringBuilder lines = new StringBuilder();
            for (int i = file; i < ITEMS; i += FILES) {
                lines.append(
                        "{\"Item\":{\"pk\":{\"S\":\"%d\"},\"g\":{\"S\":\"g%d\"}},"
                                        .formatted(i, i % 100)
                                + "\"ConditionExpression\":\"attribute_not_exists(pk)\"}\n");
            }
            Files.writeString(in.resolve(file + ".json"), lines);
        }
    }

    private void createSource() throws Exception {
        startImport("source");
        awaitActive("source");
        client.call(
                "UpdateContinuousBackups",
                """
                {"TableName": "source",
                 "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}\
                """);
    }

    private String startImport(String table) throws Exception {
        return text(
                client.call(
                        "ImportTable",
                        """
                        {"ClientToken": "%s", "S3BucketSource": {"S3Bucket": "in"},
                         "InputFormat": "DYNAMODB_JSON",
                         "TableCreationParameters": {"TableName": "%s", %s}}\
                        """
                                .formatted(table, table, KEYS)),
                "ImportArn");
    }

    private Jobs begin(int cycle) throws Exception {
        String backup =
                text(
                        client.call(
                                "CreateBackup",
                                "{\"TableName\": \"source\", \"BackupName\": \"backup%d\"}"
                                        .formatted(cycle)),
                        "BackupArn");
        client.call("CreateTable", "{\"TableName\": \"bulk%d\", %s}".formatted(cycle, KEYS));
        client.call(
                "RestoreTableFromBackup",
                "{\"BackupArn\": \"%s\", \"TargetTableName\": \"restored%d\"}"
                        .formatted(backup, cycle));
        client.call(
                "RestoreTableToPointInTime",
                """
                {"SourceTableName": "source", "TargetTableName": "recovered%d",
                 "UseLatestRestorableTime": true}\
                """
                        .formatted(cycle));
        String exportArn =
                text(
                        client.call(
                                "ExportTableToPointInTime",
                                "{\"TableArn\": \"%s\", \"S3Bucket\": \"out\"}".formatted(arn())),
                        "ExportArn");
        String bulkArn =
                text(
                        client.call(
                                "StartBulkPutItems",
                                """
                                {"TableName": "bulk%d",
                                 "InputS3Configuration":
                                  {"S3Bucket": "in", "InputFormat": "DYNAMODB_JSON"},
                                 "OutputS3Configuration": {"S3Bucket": "out",
                                  "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"]}}\
                                """
                                        .formatted(cycle)),
                        "BulkOperationArn");
        return new Jobs(cycle, startImport("imported" + cycle), exportArn, bulkArn);
    }

    private String arn() throws Exception {
        return text(client.call("DescribeTable", "{\"TableName\": \"source\"}"), "TableArn");
    }

    private static String text(String json, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":\"?([^\",}]*)").matcher(json);
        assertTrue(found.find(), member + " in " + json);
        return found.group(1);
    }

    private void verify(Jobs jobs) throws Exception {
        for (String table : jobs.tables()) {
            awaitActive(table);
        }
        verifyImport(jobs);
        verifyExport(jobs);
        verifyBulk(jobs);
        for (String table : jobs.tables()) {
            verifyItems(table);
            client.call("DeleteTable", "{\"TableName\": \"" + table + "\"}");
        }
    }

    /** A table that is ACTIVE is complete; the one of the bulk operation is so from the start. */
    private void awaitActive(String table) throws Exception {
        boolean isFirstLook = true;
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            String described = client.call("DescribeTable", "{\"TableName\": \"" + table + "\"}");
            if (text(described.replaceAll(".*\"TableStatus\"", "\"TableStatus\""), "TableStatus")
                    .equals("ACTIVE")) {
                break;
            }
            cutOff += isFirstLook && !table.equals("source") ? 1 : 0;
            isFirstLook = false;
            assertTrue(System.nanoTime() < end, described);
            requireNothingOrAll(table);
            Thread.sleep(20);
        }
        if (!table.startsWith("bulk")) {
            verifyItems(table);
        }
    }

    /** Since it was described it may have become complete. */
    private void requireNothingOrAll(String table) throws Exception {
        WireClient.Answer counted =
                client.send(
                        "Scan", "{\"TableName\": \"%s\", \"Select\": \"COUNT\"}".formatted(table));
        if (counted.status() == 200) {
            assertEquals("" + ITEMS, text(counted.body(), "Count"), table);
        }
    }

    private void verifyItems(String table) throws Exception {
        for (String index : List.of("", ", \"IndexName\": \"gsi\"")) {
            String counted =
                    client.call(
                            "Scan",
                            "{\"TableName\": \"%s\", \"Select\": \"COUNT\"%s}"
                                    .formatted(table, index));
            assertFalse(counted.contains("LastEvaluatedKey"), counted);
            assertEquals(ITEMS, Integer.parseInt(text(counted, "Count")), table + index);
        }
    }

    /** The description of a job that is over. */
    private String await(String operation, String member, String arn, String status)
            throws Exception {
        boolean isFirstLook = true;
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            String described = client.call(operation, "{\"" + member + "\": \"" + arn + "\"}");
            if (!text(described, status).equals("IN_PROGRESS")) {
                assertEquals("COMPLETED", text(described, status), described);
                return described;
            }
            cutOff += isFirstLook ? 1 : 0;
            isFirstLook = false;
            assertTrue(System.nanoTime() < end, described);
            Thread.sleep(20);
        }
    }

    private void verifyImport(Jobs jobs) throws Exception {
        String described = await("DescribeImport", "ImportArn", jobs.importArn(), "ImportStatus");
        assertEquals("" + ITEMS, text(described, "ImportedItemCount"));
        assertEquals("0", text(described, "ErrorCount"));
    }

    private void verifyExport(Jobs jobs) throws Exception {
        String described = await("DescribeExport", "ExportArn", jobs.exportArn(), "ExportStatus");
        assertEquals("" + ITEMS, text(described, "ItemCount"));
        Path out = folder.resolve("s3/out");
        Path summary = out.resolve(text(described, "ExportManifest"));
        assertEquals("" + ITEMS, text(Files.readString(summary), "itemCount"));
        Set<String> items = new TreeSet<>();
        int lines = 0;
        for (String file : Files.readAllLines(summary.resolveSibling("manifest-files.json"))) {
            Path gzipped = out.resolve(text(file, "dataFileS3Key"));
            try (BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    new GZIPInputStream(Files.newInputStream(gzipped)),
                                    StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    items.add(line);
                    lines++;
                }
            }
        }
        assertEquals(ITEMS, lines);
        assertEquals(ITEMS, items.size());
        requireNoLeftovers(summary.getParent());
    }

    private static void requireNoLeftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().startsWith(".")).toList());
        }
    }

    /** Every item was put under the condition that it was not there: none twice, none refused. */
    private void verifyBulk(Jobs jobs) throws Exception {
        String described =
                await(
                        "DescribeBulkOperation",
                        "BulkOperationArn",
                        jobs.bulkArn(),
                        "BulkOperationStatus");
        assertEquals("" + ITEMS, text(described, "ProcessedItemCount"), described);
        assertEquals("0", text(described, "FailedItemCount"));
        assertEquals(text(described, "TotalInputBytes"), text(described, "ProcessedInputBytes"));
        Path report =
                folder.resolve("s3/out/AWSDynamoDB").resolve(jobs.bulkArn().replaceAll(".*/", ""));
        assertEquals("", Files.readString(report.resolve("manifest-files.json")));
        requireNoLeftovers(report);
    }
}
