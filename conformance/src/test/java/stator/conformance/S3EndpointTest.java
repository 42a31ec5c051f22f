package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Exports, imports and bulk operations with the buckets of an S3 service. */
class S3EndpointTest {
    private static final String KEYS =
            """
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"\
            """;

    private static String text(String json, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":\"?([^\",}]*)").matcher(json);
        assertTrue(found.find(), member + " in " + json);
        return found.group(1);
    }

    private static String await(WireClient client, String job, String member, String arn)
            throws Exception {
        while (true) {
            String described =
                    client.call("Describe" + job, "{\"" + member + "\": \"" + arn + "\"}");
            if (!described.contains("IN_PROGRESS")) {
                return described;
            }
            Thread.sleep(50);
        }
    }

    @Test
    void bucketsAreThoseOfTheService() throws Exception {
        try (ObjectService service = new ObjectService("there");
                ServerProcess server =
                        ServerProcess.inMemory("--s3-endpoint", service.endpoint())) {
            WireClient client = new WireClient(server.endpoint());
            for (int i = 0; i < 5; i++) {
                service.objects()
                        .put(
                                "in/a b+%d&ü.json".formatted(i),
                                "{\"Item\":{\"id\":{\"S\":\"%d\"}}}"
                                        .formatted(i)
                                        .getBytes(StandardCharsets.UTF_8));
            }
            client.createTable("table");
            assertEquals("5", text(bulk(client, "there"), "ProcessedItemCount"));
            assertEquals("S3NoSuchBucket", text(bulk(client, "nowhere"), "FailureCode"));

            String exported = export(client, "there");
            assertEquals("COMPLETED", text(exported, "ExportStatus"), exported);
            String manifest = text(exported, "ExportManifest");
            assertTrue(service.objects().containsKey(manifest), manifest);
            assertEquals("S3NoSuchBucket", text(export(client, "nowhere"), "FailureCode"));

            String begun =
                    client.call(
                            "ImportTable",
                            """
                            {"ClientToken": "t", "S3BucketSource": {"S3Bucket": "there", "S3KeyPrefix": "%s"},
                             "InputFormat": "DYNAMODB_JSON", "InputCompressionType": "GZIP",
                             "TableCreationParameters": {"TableName": "new", %s}}\
                            """
                                    .formatted(
                                            manifest.replace("manifest-summary.json", "data/"),
                                            KEYS));
            String imported = await(client, "Import", "ImportArn", text(begun, "ImportArn"));
            assertEquals("5", text(imported, "ImportedItemCount"), imported);
            assertEquals(List.of(), service.refused());
        }
    }

    private static String bulk(WireClient client, String bucket) throws Exception {
        String begun =
                client.call(
                        "StartBulkPutItems",
                        """
                        {"TableName": "table",
                         "InputS3Configuration": {"S3Bucket": "%s", "S3KeyPrefix": "in/a b",
                          "InputFormat": "DYNAMODB_JSON"},
                         "OutputS3Configuration": {"S3Bucket": "there", "OutputType": ["ERROR"]}}\
                        """
                                .formatted(bucket));
        return await(client, "BulkOperation", "BulkOperationArn", text(begun, "BulkOperationArn"));
    }

    private static String export(WireClient client, String bucket) throws Exception {
        client.call(
                "UpdateContinuousBackups",
                """
                {"TableName": "table",
                 "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}\
                """);
        String table = client.call("DescribeTable", "{\"TableName\": \"table\"}");
        String begun =
                client.call(
                        "ExportTableToPointInTime",
                        "{\"TableArn\": \"%s\", \"S3Bucket\": \"%s\"}"
                                .formatted(text(table, "TableArn"), bucket));
        return await(client, "Export", "ExportArn", text(begun, "ExportArn"));
    }
}
