package stator.operation.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.bucket.Bucket;
import stator.operation.Response;
import stator.operation.TestOperations;

/**
 * Exports, whose files are checked by AWS's documented {@link ExportLayout layout}, and imported
 * again.
 */
class ExportTest {
    private static final String KEYS =
            "\"AttributeDefinitions\": [{\"AttributeName\": \"pk\", \"AttributeType\": \"S\"}],"
                    + " \"KeySchema\": [{\"AttributeName\": \"pk\", \"KeyType\": \"HASH\"}],"
                    + " \"BillingMode\": \"PAY_PER_REQUEST\"";
    private static final String TABLE_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/abc";

    /** Every type, with characters and digits that a format may lose. */
    private static final List<String> ITEMS =
            List.of(
                    "{\"pk\":{\"S\":\"all\"},\"n\":{\"N\":\"-1.50E-3\"},\"big\":{\"N\":\"12345678901234567890123456789012345678\"},"
                            + "\"b\":{\"B\":\"AAEC/w==\"},\"t\":{\"BOOL\":true},\"f\":{\"BOOL\":false},\"z\":{\"NULL\":true},"
                            + "\"ss\":{\"SS\":[\"a\",\"\\u00fc\"]},\"ns\":{\"NS\":[\"1\",\"2.5\"]},\"bs\":{\"BS\":[\"AQ==\",\"Ag==\"]},"
                            + "\"l\":{\"L\":[{\"S\":\"x\"},{\"L\":[]},{\"M\":{\"k\":{\"N\":\"1E+20\"}}}]},"
                            + "\"m\":{\"M\":{\"\\\"q\\\" key\":{\"S\":\"line\\nbreak \\\\ \\ud83d\\ude00\"},\"empty\":{\"M\":{}}}},"
                            + "\"e\":{\"S\":\"\"},\"eb\":{\"B\":\"\"}}",
                    "{\"pk\":{\"S\":\"null\"},\"$ion_1_0\":{\"S\":\"$ion_1_0 {Item:{}}\"}}",
                    "{\"pk\":{\"S\":\"\\u2028\\u0000\"},\"zero\":{\"N\":\"0\"},\"max\":{\"N\":\"9.9999999999999999999999999999999999999E+125\"},"
                            + "\"min\":{\"N\":\"1E-130\"},\"least\":{\"N\":\"-9.9999999999999999999999999999999999999E+125\"}}",
                    "{\"pk\":{\"S\":\"\\u65e5\\u672c\"},\"\\u00e9\\ud83d\\ude00 a.b[0]\":{\"S\":\"\\uffff\"},\"deep\":"
                            + "{\"L\":[".repeat(30)
                            + "{\"NULL\":true}"
                            + "]}".repeat(30)
                            + ",\"nested\":{\"L\":[{\"SS\":[\"\"]},{\"BS\":[\"\",\"AA==\"]},{\"NS\":[\"0\",\"-1\"]},{\"BOOL\":false},{\"B\":\"\"}]}}");

    private final TestOperations operations = new TestOperations();

    @AfterEach
    void close() {
        operations.close();
    }

    private String call(String operation, String json) {
        Response response = operations.call(operation, json);
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }

    private void create() {
        call("CreateTable", "{\"TableName\": \"abc\", " + KEYS + "}");
        call(
                "UpdateContinuousBackups",
                "{\"TableName\": \"abc\", \"PointInTimeRecoverySpecification\":"
                        + " {\"PointInTimeRecoveryEnabled\": true}}");
    }

    private void put(String item) {
        assertEquals("{}", call("PutItem", "{\"TableName\": \"abc\", \"Item\": " + item + "}"));
    }

    /** The description of an export that is over. */
    private String export(String more) {
        String begun =
                call(
                        "ExportTableToPointInTime",
                        "{\"TableArn\": \""
                                + TABLE_ARN
                                + "\", \"S3Bucket\": \"bucket\""
                                + more
                                + "}");
        assertTrue(begun.contains("\"ExportStatus\":\"IN_PROGRESS\""), begun);
        operations.advance(Duration.ZERO);
        return call("DescribeExport", "{\"ExportArn\": \"" + text(begun, "ExportArn") + "\"}");
    }

    private static String text(String json, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":\"?([^\",}]*)").matcher(json);
        assertTrue(found.find(), member + " in " + json);
        return found.group(1);
    }

    private List<String> check(String description) throws IOException {
        String manifest = text(description, "ExportManifest");
        assertEquals("COMPLETED", text(description, "ExportStatus"));
        ExportLayout layout = ExportLayout.check(bucket(), manifest);
        assertEquals(text(description, "ExportArn"), layout.summary("exportArn"));
        assertEquals(text(description, "ItemCount"), layout.summary("itemCount"));
        assertEquals(text(description, "BilledSizeBytes"), layout.summary("billedSizeBytes"));
        return layout.lines();
    }

    private Bucket bucket() {
        return operations.buckets().find("bucket").orElseThrow();
    }

    private String scan(String table) {
        String items = call("Scan", "{\"TableName\": \"" + table + "\"}");
        return new TreeSet<>(Arrays.asList(items.split("(?<=}),(?=\\{\"pk\")"))).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "DYNAMODB_JSON, GZIP", "DYNAMODB_JSON, NONE", "DYNAMODB_JSON, ZSTD",
        "ION, GZIP", "ION, NONE", "ION, ZSTD"
    })
    void whatIsExportedCanBeImported(String format, String compression) throws Exception {
        create();
        ITEMS.forEach(this::put);
        String description =
                export(", \"S3Prefix\": \"some/where\", \"ExportFormat\": \"" + format + "\"");
        assertEquals(ITEMS.size(), check(description).size());
        String manifest = text(description, "ExportManifest");
        assertTrue(manifest.startsWith("some/where/AWSDynamoDB/"), manifest);
        String folder = manifest.replace("manifest-summary.json", "data/");
        if (!compression.equals("GZIP")) {
            folder = recompress(folder, compression);
        }
        importInto("new", folder, format, compression);
        assertEquals(scan("abc"), scan("new"));
    }

    private String recompress(String folder, String compression) throws IOException {
        for (Bucket.Entry entry : bucket().list(folder)) {
            try (InputStream in = new GZIPInputStream(bucket().read(entry.key()));
                    Bucket.Upload upload = bucket().write("again/" + entry.key())) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (OutputStream out =
                        compression.equals("ZSTD") ? new ZstdOutputStream(bytes) : bytes) {
                    in.transferTo(out);
                }
                upload.write(bytes.toByteArray());
                upload.commit();
            }
        }
        return "again/" + folder;
    }

    private void importInto(String table, String folder, String format, String compression) {
        String begun =
                call(
                        "ImportTable",
                        "{\"ClientToken\": \""
                                + table
                                + "\", \"S3BucketSource\": {\"S3Bucket\": \"bucket\", \"S3KeyPrefix\": \""
                                + folder
                                + "\"}, \"InputFormat\": \""
                                + format
                                + "\", \"InputCompressionType\": \""
                                + compression
                                + "\", \"TableCreationParameters\": {\"TableName\": \""
                                + table
                                + "\", "
                                + KEYS
                                + "}}");
        operations.advance(Duration.ZERO);
        String described =
                call("DescribeImport", "{\"ImportArn\": \"" + text(begun, "ImportArn") + "\"}");
        assertEquals("COMPLETED", text(described, "ImportStatus"), described);
    }

    @Test
    void anEmptyTableHasOneEmptyFile() throws Exception {
        create();
        String description = export("");
        assertEquals("0", text(description, "ItemCount"));
        assertEquals(List.of(), check(description));
    }

    @Test
    void exportsTheTableAsItStood() throws Exception {
        create();
        put("{\"pk\":{\"S\":\"a\"}}");
        operations.advance(Duration.ofSeconds(5));
        put("{\"pk\":{\"S\":\"b\"}}");
        operations.advance(Duration.ofSeconds(5));
        assertEquals(
                List.of("{\"Item\":{\"pk\":{\"S\":\"a\"}}}"),
                check(export(", \"ExportTime\": 1795262402")));
    }

    @Test
    void exportsWhatAFilterLetsThrough() throws Exception {
        create();
        put("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"},\"x\":{\"S\":\"y\"}}");
        put("{\"pk\":{\"S\":\"b\"},\"n\":{\"N\":\"2\"},\"x\":{\"S\":\"y\"}}");
        String filter =
                ", \"FilterSpecification\": {\"FilterExpression\": \"#n > :one\","
                        + " \"ProjectionExpression\": \"pk\", \"ExpressionAttributeNames\": {\"#n\": \"n\"},"
                        + " \"ExpressionAttributeValues\": {\":one\": {\"N\": \"1\"}}}";
        String description = export(filter);
        assertEquals(List.of("{\"Item\":{\"pk\":{\"S\":\"b\"}}}"), check(description));
        assertTrue(description.contains("\"FilterExpression\":\"#n > :one\""), description);
        String key =
                ", \"FilterSpecification\": {\"KeyConditionExpression\": \"pk = :a\","
                        + " \"ExpressionAttributeValues\": {\":a\": {\"S\": \"a\"}}}";
        assertEquals("1", text(export(key), "ItemCount"));
    }

    /** Two items stay, of which one changes; one goes, one comes, one comes and goes. */
    private void change() {
        create();
        put("{\"pk\":{\"S\":\"stays\"}}");
        put("{\"pk\":{\"S\":\"changes\"},\"n\":{\"N\":\"1\"}}");
        put("{\"pk\":{\"S\":\"goes\"},\"n\":{\"N\":\"2\"}}");
        operations.advance(Duration.ofMinutes(10));
        put("{\"pk\":{\"S\":\"changes\"},\"n\":{\"N\":\"2\"}}");
        put("{\"pk\":{\"S\":\"comes\"}}");
        delete("goes");
        put("{\"pk\":{\"S\":\"comes and goes\"}}");
        delete("comes and goes");
        operations.advance(Duration.ofMinutes(10));
        put("{\"pk\":{\"S\":\"changes\"},\"n\":{\"N\":\"3\"}}");
        put("{\"pk\":{\"S\":\"later\"}}");
    }

    private void delete(String key) {
        call("DeleteItem", "{\"TableName\": \"abc\", \"Key\": {\"pk\":{\"S\":\"" + key + "\"}}}");
    }

    /** The records of what changed in the second ten minutes. */
    private Set<String> changes(String view, String more) throws IOException {
        String period =
                ", \"ExportType\": \"INCREMENTAL_EXPORT\", \"IncrementalExportSpecification\":"
                        + " {\"ExportFromTime\": 1795262401, \"ExportToTime\": 1795263600,"
                        + " \"ExportViewType\": \""
                        + view
                        + "\"}";
        Set<String> records = new TreeSet<>();
        for (String line : check(export(period + more))) {
            records.add(
                    line.replace(
                            "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1795263000000000\"}},",
                            ""));
        }
        return records;
    }

    @Test
    void exportsWhatChanged() throws Exception {
        change();
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "\"Keys\":{\"pk\":{\"S\":\"changes\"}},\"OldImage\":{\"pk\":{\"S\":\"changes\"},\"n\":{\"N\":\"1\"}},"
                                        + "\"NewImage\":{\"pk\":{\"S\":\"changes\"},\"n\":{\"N\":\"2\"}}}",
                                "\"Keys\":{\"pk\":{\"S\":\"comes\"}},\"NewImage\":{\"pk\":{\"S\":\"comes\"}}}",
                                "\"Keys\":{\"pk\":{\"S\":\"goes\"}},\"OldImage\":{\"pk\":{\"S\":\"goes\"},\"n\":{\"N\":\"2\"}}}")),
                changes("NEW_AND_OLD_IMAGES", ""));
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "\"Keys\":{\"pk\":{\"S\":\"changes\"}},\"NewImage\":{\"pk\":{\"S\":\"changes\"},\"n\":{\"N\":\"2\"}}}",
                                "\"Keys\":{\"pk\":{\"S\":\"comes\"}},\"NewImage\":{\"pk\":{\"S\":\"comes\"}}}",
                                "\"Keys\":{\"pk\":{\"S\":\"goes\"}}}")),
                changes("NEW_IMAGE", ""));
        assertEquals(
                Set.of(
                        "$ion_1_0 {Record:{Keys:{pk:\"changes\"},Metadata:{WriteTimestampMicros:1795263000000000.},OldImage:{pk:\"changes\",n:1.},NewImage:{pk:\"changes\",n:2.}}}",
                        "$ion_1_0 {Record:{Keys:{pk:\"comes\"},Metadata:{WriteTimestampMicros:1795263000000000.},NewImage:{pk:\"comes\"}}}",
                        "$ion_1_0 {Record:{Keys:{pk:\"goes\"},Metadata:{WriteTimestampMicros:1795263000000000.},OldImage:{pk:\"goes\",n:2.}}}"),
                changes("NEW_AND_OLD_IMAGES", ", \"ExportFormat\": \"ION\""));
    }

    @Test
    void aFilterOfChangesLooksAtTheNewestImageAndOfADeletedItemAtTheLast() throws Exception {
        change();
        String filter =
                ", \"FilterSpecification\": {\"FilterExpression\": \"n = :two\","
                        + " \"ExpressionAttributeValues\": {\":two\": {\"N\": \"2\"}},"
                        + " \"ProjectionExpression\": \"n\"}";
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "\"Keys\":{\"pk\":{\"S\":\"changes\"}},\"OldImage\":{\"n\":{\"N\":\"1\"}},\"NewImage\":{\"n\":{\"N\":\"2\"}}}",
                                "\"Keys\":{\"pk\":{\"S\":\"goes\"}},\"OldImage\":{\"n\":{\"N\":\"2\"}}}")),
                changes("NEW_AND_OLD_IMAGES", filter));
    }
}
