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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.bucket.Bucket;
import stator.operation.Response;
import stator.operation.TestOperations;

/** Bulk operations over buckets in memory. */
class BulkPutItemsTest {
    private final TestOperations operations = new TestOperations();

    @BeforeEach
    void createTable() {
        call(
                "CreateTable",
                """
                {"TableName": "abc", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"},
                  {"AttributeName": "g", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                 "GlobalSecondaryIndexes": [{"IndexName": "gsi",
                  "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                  "Projection": {"ProjectionType": "KEYS_ONLY"}}]}\
                """);
    }

    @AfterEach
    void close() {
        operations.close();
    }

    private String call(String operation, String json) {
        Response response = operations.call(operation, json);
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }

    private void file(String key, String text) throws IOException {
        file(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private void file(String key, byte[] bytes) throws IOException {
        try (Bucket.Upload upload = operations.buckets().make("in").write(key)) {
            upload.write(bytes);
            upload.commit();
        }
    }

    private String begin(String input, String more) {
        String begun =
                call(
                        "StartBulkPutItems",
                        """
                        {"TableName": "abc",
                         "InputS3Configuration": {"S3Bucket": "in", %s},
                         "OutputS3Configuration": {"S3Bucket": "out", "S3KeyPrefix": "reports/",
                          "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"]}%s}\
                        """
                                .formatted(input, more));
        assertTrue(begun.contains("\"BulkOperationStatus\":\"IN_PROGRESS\""), begun);
        return text(begun, "BulkOperationArn");
    }

    /** The description of an operation that is over. */
    private String run(String input) {
        String arn = begin(input, "");
        operations.advance(Duration.ZERO);
        return describe(arn);
    }

    private String describe(String arn) {
        return call("DescribeBulkOperation", "{\"BulkOperationArn\": \"" + arn + "\"}");
    }

    private static String text(String json, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":\"?([^\",}]*)").matcher(json);
        assertTrue(found.find(), member + " in " + json);
        return found.group(1);
    }

    private static String counts(String described) {
        return text(described, "BulkOperationStatus")
                + " "
                + text(described, "ProcessedItemCount")
                + "/"
                + text(described, "FailedItemCount");
    }

    private String scan(String more) {
        return call("Scan", "{\"TableName\": \"abc\"" + more + "}");
    }

    /** The lines of the report's files of one kind. */
    private List<String> report(String kind) throws IOException {
        Bucket bucket = operations.buckets().find("out").orElseThrow();
        List<String> lines = new ArrayList<>();
        for (Bucket.Entry entry : bucket.list("reports/AWSDynamoDB/")) {
            if (entry.key().contains("/" + kind + "/")) {
                try (InputStream in = new GZIPInputStream(bucket.read(entry.key()))) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .forEach(lines::add);
                }
            }
        }
        return lines;
    }

    private static String lines(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("{\"Item\":{\"pk\":{\"S\":\"%d\"},\"g\":{\"S\":\"x\"}}}%n".formatted(i));
        }
        return lines.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "DYNAMODB_JSON, NONE", "DYNAMODB_JSON, GZIP", "DYNAMODB_JSON, ZSTD",
        "ION, NONE", "ION, GZIP", "ION, ZSTD"
    })
    void putsTheItemsOfAllFilesOfAPrefix(String format, String compression) throws IOException {
        boolean isIon = format.equals("ION");
        String first =
                isIon
                        ? "$ion_1_0 {Item:{pk:\"a\",n:1.5}} {Item:{pk:\"b\"}}"
                        : "{\"Item\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1.5\"}}}\n{\"Item\":{\"pk\":{\"S\":\"b\"}}}";
        String second =
                isIon
                        ? "{Item:{pk:\"c\",g:\"d\"}}"
                        : "{\"Item\":{\"pk\":{\"S\":\"c\"},\"g\":{\"S\":\"d\"}}}\n";
        file("data/1", compress(first, compression));
        file("data/2", compress(second, compression));
        file("other", "nonsense");
        String described =
                run(
                        "\"S3KeyPrefix\": \"data/\", \"InputFormat\": \"%s\", \"InputCompressionType\": \"%s\""
                                .formatted(format, compression));
        assertEquals("COMPLETED 3/0", counts(described));
        assertEquals(text(described, "TotalInputBytes"), text(described, "ProcessedInputBytes"));
        assertEquals("3", text(scan(", \"Select\": \"COUNT\""), "Count"));
        assertEquals("1", text(scan(", \"IndexName\": \"gsi\""), "Count"));
        assertTrue(
                described.contains(
                        "\"BulkOperationUsage\":[{\"BulkPutBytes\":20,\"GlobalSecondaryIndexes\":"
                                + "{\"gsi\":{\"BulkPutBytes\":5}},\"Table\":{\"BulkPutBytes\":15},\"TableName\":\"abc\"}]"),
                described);
    }

    private static byte[] compress(String text, String compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream target =
                switch (compression) {
                    case "GZIP" -> new GZIPOutputStream(bytes);
                    case "ZSTD" -> new ZstdOutputStream(bytes);
                    default -> bytes;
                };
        try (target) {
            target.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"DYNAMODB_JSON", "ION"})
    void anItemIsPutIfItsConditionHolds(String format) throws IOException {
        file("first", "{\"Item\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}}");
        run("\"InputFormat\": \"DYNAMODB_JSON\"");
        boolean isIon = format.equals("ION");
        file(
                "first",
                isIon
                        ? """
                        {Item:{pk:"a",n:2.},ConditionExpression:"attribute_not_exists(pk)"}
                        {Item:{pk:"b"},ConditionExpression:"attribute_not_exists(#p)",ExpressionAttributeNames:{'#p':"pk"}}
                        {Item:{pk:"a",n:3.},ConditionExpression:"n < :n",ExpressionAttributeValues:{':n':2.}}
                        """
                        : """
                        {"Item":{"pk":{"S":"a"},"n":{"N":"2"}},"ConditionExpression":"attribute_not_exists(pk)"}
                        {"Item":{"pk":{"S":"b"}},"ConditionExpression":"attribute_not_exists(#p)","ExpressionAttributeNames":{"#p":"pk"}}
                        {"Item":{"pk":{"S":"a"},"n":{"N":"3"}},"ConditionExpression":"n < :n","ExpressionAttributeValues":{":n":{"N":"2"}}}
                        """);
        assertEquals("COMPLETED 3/0", counts(run("\"InputFormat\": \"" + format + "\"")));
        assertEquals(
                List.of(
                        "{\"S3Key\":\"first\",\"RecordNumber\":1,\"Item\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"2\"}},"
                                + "\"ExistingItem\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}}"),
                report("condition-check-failure"));
        assertTrue(scan("").contains("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"3\"}}"));
        assertEquals(List.of(), report("error"));
    }

    @Test
    void whatCannotBeAnItemIsReported() throws IOException {
        file(
                "f",
                """
                {"Item":{"pk":{"S":"a"}}}
                {"Item":{"x":{"S":"a"}}}
                {"Item":{"pk":{"N":"1"}}}
                {"Item":{"pk":{"S":"b"}},"ConditionExpression":"nonsense ="}
                {"Item":{"pk":{"S":"b"}},"ConditionExpression":"size(pk) < :x"}
                {"Item":{"pk":{"S":"b"}},"ExpressionAttributeNames":{"#a":"b"}}
                {"NoItem":1}

                {"Item":{"pk":{"S":"d"}}}
                this is no JSON
                {"Item":{"pk":{"S":"not read"}}}
                """);
        file("g", "{\"Item\":{\"pk\":{\"S\":\"e\"}}}");
        file("h", new byte[] {31, -117});
        assertEquals(
                "COMPLETED_WITH_ERRORS 11/8", counts(run("\"InputFormat\": \"DYNAMODB_JSON\"")));
        assertEquals("3", text(scan(", \"Select\": \"COUNT\""), "Count"));
        StringBuilder errors = new StringBuilder();
        for (String line : report("error")) {
            errors.append(text(line, "S3Key"))
                    .append(' ')
                    .append(text(line, "RecordNumber"))
                    .append(line.contains("\"Item\":") ? " with its item" : "")
                    .append('\n');
        }
        assertEquals(
                """
                f 2 with its item
                f 3 with its item
                f 4
                f 5
                f 6
                f 7
                f 9
                h 1
                """,
                errors.toString());
    }

    @Test
    void aReportHasAManifest() throws IOException {
        file("f", "{\"Item\":{\"x\":{\"S\":\"%s\"}}}\n".formatted("x".repeat(10_000)).repeat(100));
        String described = run("\"InputFormat\": \"DYNAMODB_JSON\"");
        assertEquals("COMPLETED_WITH_ERRORS 100/100", counts(described));
        assertEquals(100, report("error").size());
        Bucket bucket = operations.buckets().find("out").orElseThrow();
        String base =
                "reports/AWSDynamoDB/"
                        + text(described, "BulkOperationArn").replaceAll(".*/", "")
                        + "/";
        String files =
                new String(
                        bucket.read(base + "manifest-files.json").readAllBytes(),
                        StandardCharsets.UTF_8);
        int count = 0;
        for (String entry : files.split("\n")) {
            assertEquals("ERROR", text(entry, "outputType"));
            assertTrue(text(entry, "dataFileS3Key").matches(base + "error/\\d{8}\\.json\\.gz"));
            count += Integer.parseInt(text(entry, "itemCount"));
        }
        assertEquals(100, count);
        String summary =
                new String(
                        bucket.read(base + "manifest-summary.json").readAllBytes(),
                        StandardCharsets.UTF_8);
        assertEquals("100", text(summary, "failedItemCount"));
    }

    @Test
    void thereMayBeMoreItemsThanInABatch() throws IOException {
        file("1", lines(0, 1_200));
        file("2", lines(1_000, 1_300));
        assertEquals("COMPLETED 1500/0", counts(run("\"InputFormat\": \"DYNAMODB_JSON\"")));
        assertEquals("1300", text(scan(", \"Select\": \"COUNT\""), "Count"));
    }

    @Test
    void anOperationThatIsCancelledEndsSoonAndKeepsWhatItWrote() throws Exception {
        file("1", lines(0, 5_000));
        String arn =
                begin("\"InputFormat\": \"DYNAMODB_JSON\"", ", \"MaxWriteRequestUnits\": 1024");
        String answer = call("CancelBulkOperation", "{\"BulkOperationArn\": \"" + arn + "\"}");
        assertEquals(
                "{\"BulkOperationArn\":\"" + arn + "\",\"BulkOperationStatus\":\"CANCELLING\"}",
                answer);
        operations.advance(Duration.ZERO);
        String described = describe(arn);
        assertEquals("CANCELLED", text(described, "BulkOperationStatus"));
        assertEquals(
                text(described, "ProcessedItemCount"),
                text(scan(", \"Select\": \"COUNT\""), "Count"));
        assertTrue(Integer.parseInt(text(described, "ProcessedItemCount")) < 5_000, described);
    }

    @Test
    void anOperationWritesNoFasterThanItMay() throws IOException {
        file("1", lines(0, 1_500));
        long before = System.nanoTime();
        String arn =
                begin("\"InputFormat\": \"DYNAMODB_JSON\"", ", \"MaxWriteRequestUnits\": 1024");
        operations.advance(Duration.ZERO);
        assertEquals("COMPLETED 1500/0", counts(describe(arn)));
        assertTrue(System.nanoTime() - before > 1_300_000_000L);
    }
}
