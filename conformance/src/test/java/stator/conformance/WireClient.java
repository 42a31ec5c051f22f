package stator.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends raw DynamoDB requests over HTTP, valid or not. Any number of threads may use one. */
final class WireClient {
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=test/20261121/%s/dynamodb/aws4_request, "
                    + "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0000";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String authorization;

    WireClient(String endpoint) {
        this(endpoint, "us-east-1");
    }

    /** A client in a region. */
    WireClient(String endpoint, String region) {
        this.endpoint = URI.create(endpoint + "/");
        authorization = AUTHORIZATION.formatted(region);
    }

    /** What came back. */
    record Answer(int status, String body) {}

    Answer send(String operation, byte[] body) throws IOException, InterruptedException {
        return sendTo("DynamoDB_20120810." + operation, body);
    }

    private Answer sendTo(String target, byte[] body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", target)
                        .header("X-Amz-Date", "20261121T000000Z")
                        .header("Authorization", authorization)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    Answer send(String operation, String body) throws IOException, InterruptedException {
        return send(operation, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request to Stator itself. */
    Answer administer(String method, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.resolve(path))
                        .timeout(Duration.ofSeconds(20))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** Sends a request that must succeed. */
    String call(String operation, String body) throws IOException, InterruptedException {
        return succeeded(operation, body, send(operation, body));
    }

    /** Sends a request to DynamoDB Streams that must succeed. */
    String callStreams(String operation, String body) throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return succeeded(operation, body, sendTo("DynamoDBStreams_20120810." + operation, bytes));
    }

    private static String succeeded(String operation, String body, Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(operation + " " + body + " answered " + answer);
        }
        return answer.body();
    }

    /** Creates an on-demand table with the key {@code id} of type S. */
    void createTable(String name) throws IOException, InterruptedException {
        createTable(name, "id");
    }

    /** Creates an on-demand table with a partition key of type S. */
    void createTable(String name, String key) throws IOException, InterruptedException {
        call(
                "CreateTable",
                """
                {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "%s", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "%s", "AttributeType": "S"}]}\
                """
                        .formatted(name, key, key));
    }
}
