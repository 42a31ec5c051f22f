package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.door.audit.AuditLog;
import stator.door.caller.AuthMode;
import stator.identity.Credentials;
import stator.identity.account.KeyPair;
import stator.identity.signature.OutgoingSignature;

/** What a server's audit log says of calls, and what it does not. */
class AuditedServerTest {
    private static final KeyPair KEY =
            new KeyPair("AKIDEXAMPLEEXAMPLE00", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    @TempDir private Path folder;

    private static int call(StatorServer server, String secret, String operation, String body)
            throws Exception {
        String host = "localhost:" + server.port();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers =
                new OutgoingSignature(
                                new Credentials(KEY.id(), secret, ""),
                                "us-east-1",
                                "dynamodb",
                                OutgoingSignature.JSON_1_0,
                                Instant.now())
                        .headers(host, "DynamoDB_20120810." + operation, bytes);
        StringBuilder request = new StringBuilder("POST / HTTP/1.1\r\nHost: ").append(host);
        request.append("\r\nContent-Length: ").append(bytes.length).append("\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        try (WireClient client = new WireClient(server.port())) {
            return client.send(request + "\r\n" + body).read().status();
        }
    }

    @Test
    void recordsCallsWithoutTheContentsOfItems() throws Exception {
        Path path = folder.resolve("audit.log");
        Security security =
                Security.of(AuthMode.ENFORCE)
                        .withRootKey(KEY)
                        .withAudit(new AuditLog.Place(path, 1 << 20, 2));
        Configuration configuration = Configuration.inMemory().withSecurity(security);
        try (StatorServer server = StatorServer.start(configuration)) {
            assertEquals(
                    200,
                    call(
                            server,
                            KEY.secret(),
                            "CreateTable",
                            "{\"TableName\":\"Music\",\"BillingMode\":\"PAY_PER_REQUEST\","
                                    + "\"AttributeDefinitions\":[{\"AttributeName\":\"Artist\","
                                    + "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":"
                                    + "\"Artist\",\"KeyType\":\"HASH\"}]}"));
            String item = "{\"Artist\":{\"S\":\"No One\"},\"Note\":{\"S\":\"private\"}}";
            String put = "{\"TableName\":\"Music\",\"Item\":" + item;
            assertEquals(200, call(server, KEY.secret(), "PutItem", put + "}"));
            assertEquals(
                    400,
                    call(
                            server,
                            KEY.secret(),
                            "PutItem",
                            put + ",\"ConditionExpression\":\"attribute_not_exists(Note)\"}"));
            assertEquals(400, call(server, "another", "ListTables", "{}"));
        }
        List<String> records = Files.readAllLines(path);
        assertEquals(3, records.size(), "that of a stranger is none");
        assertFalse(records.toString().contains("private"));
        String written = records.get(1);
        for (String part :
                List.of(
                        "\"eventSource\":\"dynamodb.amazonaws.com\",\"eventName\":\"PutItem\"",
                        "\"type\":\"Root\",\"principalId\":\"000000000000\"",
                        "\"accessKeyId\":\"AKIDEXAMPLEEXAMPLE00\"",
                        "\"requestParameters\":{\"tableName\":\"Music\",\"key\":{\"Artist\":"
                                + "\"No One\"},\"item\":[\"Artist\",\"Note\"]}",
                        "\"readOnly\":false",
                        "\"ARN\":\"arn:aws:dynamodb:us-east-1:000000000000:table/Music\"",
                        "\"eventCategory\":\"Data\"")) {
            assertTrue(written.contains(part), written);
        }
        assertTrue(
                records.get(2)
                        .contains(
                                "\"errorCode\":\"ConditionalCheckFailedException\",\"errorMessage\":"
                                        + "\"The conditional request failed\""),
                records.get(2));
    }
}
