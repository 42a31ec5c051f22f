package stator.server.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.server.Configuration;
import stator.server.StatorServer;

/** The last calls of all clients, at {@code /_stator/requests}. */
class RequestLogTest {
    private static final String TABLE =
            "{\"TableName\":\"Music\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":"
                    + "[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"
                    + "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}]}";
    private static final String ITEM = "{\"TableName\":\"Music\",\"Item\":{\"k\":{\"S\":\"a\"}}}";

    private final StatorServer server = StatorServer.start(Configuration.inMemory());

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpURLConnection to(String method, String path) throws IOException {
        URI address = URI.create("http://localhost:" + server.port() + path);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod(method);
        return connection;
    }

    private static String answer(HttpURLConnection connection) throws IOException {
        boolean refused = connection.getResponseCode() >= 400;
        try (InputStream answer =
                refused ? connection.getErrorStream() : connection.getInputStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String look(String after) throws IOException {
        return answer(to("GET", "/_stator/requests" + after));
    }

    private HttpURLConnection signed(String method, String path, String service)
            throws IOException {
        HttpURLConnection connection = to(method, path);
        String credential = "123456789012/20261129/eu-west-1/" + service + "/aws4_request";
        connection.setRequestProperty("X-Amz-Date", "20261129T000000Z");
        connection.setRequestProperty("User-Agent", "aws-cli/9");
        connection.setRequestProperty(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                        + credential
                        + ", SignedHeaders=host;x-amz-date, Signature="
                        + "0".repeat(64));
        return connection;
    }

    private static void send(HttpURLConnection connection, String type, String body)
            throws IOException {
        connection.setRequestProperty("Content-Type", type);
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        answer(connection);
    }

    private HttpURLConnection dynamo(String operation) throws IOException {
        HttpURLConnection connection = signed("POST", "/", "dynamodb");
        connection.setRequestProperty("X-Amz-Target", "DynamoDB_20120810." + operation);
        return connection;
    }

    private void call(String operation, String body) throws IOException {
        send(dynamo(operation), "application/x-amz-json-1.0", body);
    }

    @Test
    void tellsWhoDidWhatAndWhatItConsumed() throws Exception {
        call("ListTables", "{}");
        assertEquals("{\"Calls\":[],\"Last\":0}", look(""), "nobody has looked before");
        call("CreateTable", TABLE);
        call("PutItem", ITEM);
        call("GetItem", ITEM.replace("Item", "Key"));
        call("PutItem", ITEM.replace("\"Music\"", "\"None\""));

        String[] calls = look("").split("\\{\"Sequence\":");

        assertEquals(5, calls.length);
        assertTrue(
                calls[1].contains("\"Operation\":\"CreateTable\",\"Tables\":[\"Music\"]"),
                calls[1]);
        assertTrue(calls[2].contains("\"ReadUnits\":0.0,\"WriteUnits\":1.0"), calls[2]);
        assertTrue(
                calls[2].contains("\"Account\":\"123456789012\",\"Region\":\"eu-west-1\""),
                calls[2]);
        assertTrue(calls[2].contains("\"Client\":\"aws-cli/9\",\"Status\":200"), calls[2]);
        assertTrue(calls[2].contains("\"Body\":\"{\\\"TableName\\\":\\\"Music\\\""), calls[2]);
        assertTrue(calls[3].contains("\"ReadUnits\":0.5,\"WriteUnits\":0.0"), calls[3]);
        assertTrue(calls[4].contains("\"Error\":\"ResourceNotFoundException\""), calls[4]);
        assertEquals("{\"Calls\":[],\"Last\":4}", look("/4"));
        answer(to("DELETE", "/_stator/requests"));
        assertEquals("{\"Calls\":[],\"Last\":4}", look("/0"));
    }

    @Test
    void keepsNoSecretAndNothingThatAPageDoesByItself() throws Exception {
        look("");
        send(
                signed("POST", "/", "iam"),
                "application/x-www-form-urlencoded",
                "Action=CreateUser&Version=2010-05-08&UserName=hush");
        send(signed("PUT", "/bucket/hush.txt?X-Amz-Signature=hush", "s3"), "text/plain", "hush");
        HttpURLConnection refresh = dynamo("ListTables");
        refresh.setRequestProperty("X-Stator-Refresh", "1");
        send(refresh, "application/x-amz-json-1.0", "{}");

        String calls = look("");

        assertTrue(calls.contains("\"Operation\":\"CreateUser\""), calls);
        assertTrue(calls.contains("\"Path\":\"/bucket/hush.txt\""), calls);
        assertFalse(calls.replace("/hush.txt", "").contains("hush"), calls);
        assertFalse(calls.contains("ListTables"), calls);
    }
}
