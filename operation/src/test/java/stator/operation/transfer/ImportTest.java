package stator.operation.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.operation.Response;
import stator.operation.TestOperations;

/**
 * Imports from buckets in memory, with counts and failures as recorded from AWS in October 2026.
 */
class ImportTest {
    private static final Pattern COUNTS =
            Pattern.compile(
                    "\"ErrorCount\":(\\d+).*\"ImportStatus\":\"([A-Z_]+)\",\"ImportedItemCount\":(\\d+)"
                            + ".*\"ProcessedItemCount\":(\\d+)");
    private static final Pattern ARN = Pattern.compile("\"ImportArn\":\"([^\"]+)\"");

    private int tokens;
    private final TestOperations operations = new TestOperations();

    @AfterEach
    void close() {
        operations.close();
    }

    private void put(String key, byte[] bytes) throws IOException {
        Bucket bucket = operations.buckets().make("bucket");
        try (Bucket.Upload upload = bucket.write(key)) {
            upload.write(bytes);
            upload.commit();
        }
    }

    private void put(String key, String text) throws IOException {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private String call(String operation, String json) {
        Response response = operations.call(operation, json);
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }

    /** Status, processed, imported and failed records, and what the table holds then. */
    private String imported(String prefix, String format, String more) {
        Matcher arn =
                ARN.matcher(
                        call(
                                "ImportTable",
                                """
                                {"ClientToken": "%d",
                                 "S3BucketSource": {"S3Bucket": "bucket", "S3KeyPrefix": "%s"},
                                 "InputFormat": "%s"%s,
                                 "TableCreationParameters": {"TableName": "new",
                                  "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                                  "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                                  "BillingMode": "PAY_PER_REQUEST"}}\
                                """
                                        .formatted(++tokens, prefix, format, more)));
        assertTrue(arn.find());
        operations.advance(Duration.ZERO);
        String described = call("DescribeImport", "{\"ImportArn\": \"" + arn.group(1) + "\"}");
        Matcher counts = COUNTS.matcher(described);
        assertTrue(counts.find(), described);
        String scanned = call("Scan", "{\"TableName\": \"new\", \"Select\": \"COUNT\"}");
        return "%s %s/%s/%s %s"
                .formatted(
                        counts.group(2),
                        counts.group(4),
                        counts.group(3),
                        counts.group(1),
                        scanned.replaceAll("\\D+\\d+\\D+(\\d+)\\D+", "$1"));
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"Item\":{\"pk\":{\"S\":\"").append(i).append("\"}}}\n");
        }
        return lines.toString();
    }

    @Test
    void importsAllFilesOfAPrefix() throws IOException {
        put("data/1.json", lines(1_200));
        put("data/2.json", "{\"Item\":{\"pk\":{\"S\":\"x\"}}}");
        put("other", "nonsense");
        assertEquals("COMPLETED 1201/1201/0 1201", imported("data/", "DYNAMODB_JSON", ""));
    }

    @Test
    void aPrefixIsOfTheKey() throws IOException {
        put("data/1.json", lines(1));
        put("data2/x.json", "garbage");
        put("data.bak", "garbage");
        assertEquals("FAILED 3/1/2 1", imported("data", "DYNAMODB_JSON", ""));
    }

    @Test
    void aRecordWithoutItsKeyFailsTheImportAndTheOthersStay() throws IOException {
        put(
                "f",
                lines(4)
                        + "{\"Item\":{\"x\":{\"S\":\"1\"}}}\n"
                        + lines(9).substring(lines(4).length()));
        assertEquals("FAILED 10/9/1 9", imported("f", "DYNAMODB_JSON", ""));
    }

    @Test
    void aLineThatIsNoJsonEndsTheFile() throws IOException {
        put("f", lines(5) + "garbage\n" + lines(9).substring(lines(5).length()));
        assertEquals("FAILED 6/5/1 5", imported("f", "DYNAMODB_JSON", ""));
    }

    @Test
    void nothingIsImportedFromAnEmptyPrefix() throws IOException {
        put("f", "");
        assertEquals("COMPLETED 0/0/0 0", imported("g", "DYNAMODB_JSON", ""));
    }

    @Test
    void expandsGzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(lines(3).getBytes(StandardCharsets.UTF_8));
        }
        put("f", bytes.toByteArray());
        String more = ", \"InputCompressionType\": \"GZIP\"";
        assertEquals("COMPLETED 3/3/0 3", imported("f", "DYNAMODB_JSON", more));
    }

    @Test
    void expandsZstandard() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zstd = new io.airlift.compress.zstd.ZstdOutputStream(bytes)) {
            zstd.write(lines(3).getBytes(StandardCharsets.UTF_8));
        }
        put("f", bytes.toByteArray());
        String more = ", \"InputCompressionType\": \"ZSTD\"";
        assertEquals("COMPLETED 3/3/0 3", imported("f", "DYNAMODB_JSON", more));
    }

    @Test
    void aFileThatIsNotCompressedAsSaidIsOneError() throws IOException {
        put("f", lines(3));
        String more = ", \"InputCompressionType\": \"GZIP\"";
        assertEquals("FAILED 1/0/1 0", imported("f", "DYNAMODB_JSON", more));
    }

    @Test
    void aLineWithoutAnItemEndsTheFile() throws IOException {
        put("f", lines(2) + "{\"id\":{\"S\":\"1\"}}\n" + lines(4));
        assertEquals("FAILED 3/2/1 2", imported("f", "DYNAMODB_JSON", ""));
        call("DeleteTable", "{\"TableName\": \"new\"}");
        put("g", lines(1) + "{\"Item\":null}\n" + lines(4));
        assertEquals("FAILED 2/1/1 1", imported("g", "DYNAMODB_JSON", ""));
        call("DeleteTable", "{\"TableName\": \"new\"}");
        put("ion", "{Item:{pk:\"a\"}} {id:\"1\"} {Item:{pk:\"b\"}}");
        assertEquals("FAILED 2/1/1 1", imported("ion", "ION", ""));
    }

    @Test
    void anEmptyNameFailsItsRecord() throws IOException {
        put("csv", "pk,v,\n1,2,3\n2,3,\n");
        assertEquals("FAILED 2/1/1 1", imported("csv", "CSV", ""));
        call("DeleteTable", "{\"TableName\": \"new\"}");
        put("ion", "{Item:{pk:\"a\",'':\"x\"}} {Item:{pk:\"b\",m:{'':\"x\"}}} {Item:{pk:\"c\"}}");
        assertEquals("FAILED 3/1/2 1", imported("ion", "ION", ""));
        call("DeleteTable", "{\"TableName\": \"new\"}");
        put(
                "json",
                "{\"Item\":{\"pk\":{\"S\":\"a\"},\"\":{\"S\":\"x\"}}}\n"
                        + "{\"Item\":{\"pk\":{\"S\":\"b\"},\"m\":{\"M\":{\"\":{\"S\":\"x\"}}}}}\n"
                        + lines(1));
        assertEquals("FAILED 3/1/2 1", imported("json", "DYNAMODB_JSON", ""));
    }

    @Test
    void quotesOfCsvMustBeRight() throws IOException {
        put("open", "pk,v\na,1\nb,\"2\nc,3\nd,4\n");
        assertEquals("FAILED 2/1/1 1", imported("open", "CSV", ""));
        call("DeleteTable", "{\"TableName\": \"new\"}");
        put("guide", "pk,v\n\"123\",x\n1,x\"y\"z\n2,\"x\"y\n3,4\n");
        assertEquals("FAILED 4/1/3 1", imported("guide", "CSV", ""));
        call("DeleteTable", "{\"TableName\": \"new\"}");
        put("good", "pk,v\n\"\"\"123\"\"\",x\n\"1,2\",x\n\"a\nb\",x\n");
        assertEquals("COMPLETED 3/3/0 3", imported("good", "CSV", ""));
    }

    @Test
    void bytesThatAreNoTextFailTheFile() throws IOException {
        put("csv", new byte[] {'p', 'k', '\n', 'a', '\n', (byte) 0xC0, (byte) 0xAF, '\n'});
        assertTrue(imported("csv", "CSV", "").startsWith("FAILED"));
        call("DeleteTable", "{\"TableName\": \"new\"}");
        put("ion", "{Item:{pk:\"\\ud800\"}} {Item:{pk:\"b\"}}");
        assertTrue(imported("ion", "ION", "").startsWith("FAILED"));
    }

    @Test
    void onlyDecimalsAreNumbersInIon() throws IOException {
        put(
                "ion",
                "{Item:{pk:\"a\",n:1.}} {Item:{pk:\"b\",n:1}} {Item:{pk:\"c\",n:1e0}}"
                        + " {Item:{pk:\"d\",n:sym}} {Item:{pk:\"e\",n:{{\"clob\"}}}}"
                        + " {Item:{pk:\"f\",n:(1.)}} {Item:{pk:\"g\",n:[1]}}");
        assertEquals("FAILED 7/1/6 1", imported("ion", "ION", ""));
    }

    @Test
    void countsStayZeroUntilTheEnd() throws IOException {
        put("f", lines(3));
        String begun =
                call(
                        "ImportTable",
                        """
                        {"ClientToken": "x", "S3BucketSource": {"S3Bucket": "bucket"},
                         "InputFormat": "DYNAMODB_JSON",
                         "TableCreationParameters": {"TableName": "new",
                          "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                          "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                          "BillingMode": "PAY_PER_REQUEST"}}\
                        """);
        assertTrue(begun.contains("\"ProcessedItemCount\":0"), begun);
        assertTrue(!begun.contains("ProcessedSizeBytes"), begun);
    }

    @Test
    void readsCsvAndIon() throws IOException {
        put("csv", "pk;val\na;1\nb;2\n");
        String more = ", \"InputFormatOptions\": {\"Csv\": {\"Delimiter\": \";\"}}";
        assertEquals("COMPLETED 2/2/0 2", imported("csv", "CSV", more));
        call("DeleteTable", "{\"TableName\": \"new\"}");
        put("ion", "$ion_1_0 {Item:{pk:\"a\"}}\n$ion_1_0 {Item:{pk:\"b\"}}");
        assertEquals("COMPLETED 2/2/0 2", imported("ion", "ION", ""));
    }

    /** Such an import was IN_PROGRESS until the next start, and its table could not be deleted. */
    @Test
    void anImportWhoseBucketCannotBeListedEndsAndItsTableCanBeUsed() throws IOException {
        try (TestOperations failing = new TestOperations(UnlistedBuckets::new)) {
            failing.buckets().make("bucket");
            Response started =
                    failing.call(
                            "ImportTable",
                            """
                            {"ClientToken": "1", "S3BucketSource": {"S3Bucket": "bucket"},
                             "InputFormat": "DYNAMODB_JSON",
                             "TableCreationParameters": {"TableName": "new",
                              "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                              "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                              "BillingMode": "PAY_PER_REQUEST"}}\
                            """);
            Matcher arn = ARN.matcher(text(started));
            assertTrue(arn.find(), text(started));
            failing.advance(Duration.ZERO);
            String described =
                    text(
                            failing.call(
                                    "DescribeImport", "{\"ImportArn\": \"" + arn.group(1) + "\"}"));
            assertTrue(described.contains("\"ImportStatus\":\"FAILED\""), described);
            assertTrue(described.contains("\"FailureCode\":\"S3AccessDenied\""), described);
            assertTrue(!described.contains("/secret/path"), described);
            assertEquals(200, failing.call("DeleteTable", "{\"TableName\": \"new\"}").status());
        }
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }

    /** Buckets that are there and cannot be listed. */
    private record UnlistedBuckets(Buckets real) implements Buckets {
        @Override
        public Optional<Bucket> find(String name) throws IOException {
            return real.find(name).map(Unlisted::new);
        }

        @Override
        public Bucket make(String name) throws IOException {
            return real.make(name);
        }
    }

    private record Unlisted(Bucket real) implements Bucket {
        @Override
        public List<Entry> list(String prefix) throws IOException {
            throw new IOException("/secret/path: Input/output error");
        }

        @Override
        public InputStream read(String key) throws IOException {
            return real.read(key);
        }

        @Override
        public Upload write(String key) throws IOException {
            return real.write(key);
        }

        @Override
        public void delete(String key) throws IOException {
            real.delete(key);
        }
    }
}
