package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.http.HttpLimits;
import stator.server.WireClient.Answer;
import stator.storage.rocksdb.Durability;

/** Whole servers, from the socket to the store. */
class StatorServerTest {
    private static final String TABLE =
            "{\"TableName\":\"Tab\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":"
                    + "[{\"AttributeName\":\"p\",\"AttributeType\":\"S\"}],\"KeySchema\":"
                    + "[{\"AttributeName\":\"p\",\"KeyType\":\"HASH\"}]}";

    @TempDir private Path directory;

    @Test
    void twoLiveInOneProcessWithoutSeeingEachOther() throws IOException {
        try (StatorServer one = StatorServer.start(Configuration.inMemory());
                StatorServer other = StatorServer.start(Configuration.inMemory())) {
            assertEquals(200, call(one, "CreateTable", TABLE).status());
            assertEquals("{\"TableNames\":[\"Tab\"]}", call(one, "ListTables", "{}").text());
            assertEquals("{\"TableNames\":[]}", call(other, "ListTables", "{}").text());
        }
    }

    @Test
    void findsEverythingAgainAfterARestart() throws IOException {
        Configuration onDisk =
                Configuration.inMemory()
                        .withEngine(new Engine.Disk(directory, new Durability.Always()));
        String item = "{\"TableName\":\"Tab\",\"Item\":{\"p\":{\"S\":\"x\"},\"n\":{\"N\":\"1\"}}}";
        try (StatorServer server = StatorServer.start(onDisk)) {
            assertEquals(200, call(server, "CreateTable", TABLE).status());
            assertEquals(200, call(server, "PutItem", item).status());
        }
        try (StatorServer server = StatorServer.start(onDisk)) {
            String key = "{\"TableName\":\"Tab\",\"Key\":{\"p\":{\"S\":\"x\"}}}";
            Answer answer = call(server, "GetItem", key);
            assertTrue(answer.text().contains("\"n\":{\"N\":\"1\"}"), answer.text());
        }
    }

    @Test
    void refusesAPortThatIsTakenAndLetsGoOfItsData() throws IOException {
        try (StatorServer first = StatorServer.start(Configuration.inMemory())) {
            Configuration second =
                    Configuration.inMemory()
                            .withEngine(new Engine.Disk(directory, new Durability.Always()))
                            .withNetwork(
                                    new Network(
                                            List.of(new Listen("127.0.0.1", first.port(), true)),
                                            false,
                                            List.of(),
                                            List.of(),
                                            HttpLimits.defaults()));
            ConfigurationException e =
                    assertThrows(ConfigurationException.class, () -> StatorServer.start(second));
            assertTrue(e.getMessage().contains("choose another port"), e.getMessage());
            StatorServer.start(Configuration.inMemory().withEngine(second.data().engine())).close();
        }
    }

    /** AWS looks at the body first, then at the target, then at the caller. */
    @ParameterizedTest(name = "{0} {1} signed {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "X.Y                          | {  | true  | SerializationException",
                "X.Y                          | {  | false | SerializationException",
                "X.Y                          | {} | true  | UnknownOperationException",
                "X.Y                          | {} | false | UnknownOperationException",
                "X.Y                          | '' | false | UnknownOperationException",
                "DynamoDB_20120810.ListTables | {  | false | SerializationException",
                "DynamoDB_20120810.ListTables | {} | false | MissingAuthenticationTokenException",
                "DynamoDB_20120810.ListTables | '' | false | MissingAuthenticationTokenException",
                "DynamoDB_20120810.ListTables | '' | true  | SerializationException",
                "DynamoDB_20120810.ListTables | {} {} | true | SerializationException",
            })
    void checksInAwsOrder(String target, String body, boolean signed, String expected)
            throws IOException {
        try (StatorServer server = StatorServer.start(Configuration.inMemory());
                WireClient client = new WireClient(server.port())) {
            String call = WireClient.call(target, body);
            Answer answer = client.send(signed ? call : call.replace(WireClient.SIGNED, "")).read();
            assertEquals(400, answer.status());
            assertTrue(
                    answer.text().contains("com.amazon.coral.service#" + expected), answer.text());
        }
    }

    @Test
    void oneRegionDoesNotSeeTheTablesOfAnother() throws IOException {
        try (StatorServer server = StatorServer.start(Configuration.inMemory());
                WireClient client = new WireClient(server.port())) {
            assertEquals(200, call(server, "CreateTable", TABLE).status());
            String elsewhere =
                    WireClient.call("DynamoDB_20120810.ListTables", "{}")
                            .replace("eu-west-1", "us-east-1");
            assertEquals("{\"TableNames\":[]}", client.send(elsewhere).read().text());
        }
    }

    @Test
    void tellsTheAddressWhereItListens() throws IOException {
        try (StatorServer server = StatorServer.start(Configuration.inMemory())) {
            String address = "\"Address\":\"localhost:" + server.port() + "\"";
            String answer = call(server, "DescribeEndpoints", "{}").text();
            assertTrue(answer.contains(address), answer);
        }
    }

    @Test
    void removesExpiredItemsOnDemandAndTellsHowMany() throws IOException {
        try (StatorServer server = StatorServer.start(Configuration.inMemory());
                WireClient client = new WireClient(server.port())) {
            call(server, "CreateTable", TABLE);
            call(
                    server,
                    "UpdateTimeToLive",
                    "{\"TableName\":\"Tab\",\"TimeToLiveSpecification\":{\"Enabled\":true,"
                            + "\"AttributeName\":\"ttl\"}}");
            long now = System.currentTimeMillis() / 1_000;
            for (long ttl : new long[] {now - 2, now - 1, now + 1_000}) {
                String item =
                        "{\"TableName\":\"Tab\",\"Item\":{\"p\":{\"S\":\"%d\"},\"ttl\":{\"N\":\"%d\"}}}";
                call(server, "PutItem", item.formatted(ttl, ttl));
            }
            String request = "DELETE //_aws/dynamodb/expired HTTP/1.1\r\nHost: localhost\r\n\r\n";
            Answer answer = client.send(request).read();
            assertEquals(200, answer.status());
            assertEquals("application/json", answer.headers().get("content-type"));
            assertEquals("{\"ExpiredItems\": 2}", answer.text());
            assertEquals(
                    "{\"ExpiredItems\": 0}", client.send(request.replace("//", "/")).read().text());
            String stranger = request.replace("localhost", "rebound.example");
            assertEquals(403, client.send(stranger).read().status());
            String count = call(server, "Scan", "{\"TableName\":\"Tab\"}").text();
            assertTrue(count.contains("\"Count\":1"), count);
        }
    }

    @Test
    void faultsAreSetAndClearedWhileItRuns() throws IOException {
        try (StatorServer server = StatorServer.start(Configuration.inMemory());
                WireClient client = new WireClient(server.port())) {
            String fault = "{\"Faults\":[{\"Error\":\"ThrottlingException\",\"LatencyMillis\":1}]}";
            Answer put = client.send(faults("PUT", fault)).read();
            assertEquals(200, put.status());
            assertEquals(put.text(), client.send(faults("GET", "")).read().text());
            assertEquals(400, call(server, "ListTables", "{}").status());
            Answer refused = client.send(faults("PUT", "{\"Faults\":[{}]}")).read();
            assertEquals(400, refused.status());
            assertEquals(
                    "{\"message\":\"A fault needs an Error or LatencyMillis.\"}", refused.text());
            String stranger = faults("DELETE", "").replace("localhost", "rebound.example");
            assertEquals(403, client.send(stranger).read().status());
            assertEquals("{\"Faults\":[]}", client.send(faults("DELETE", "")).read().text());
            assertEquals(200, call(server, "ListTables", "{}").status());
        }
    }

    @Test
    void errorsThatWereAskedForAreNoNewsForTheLog() throws IOException {
        Logger logger = Logger.getLogger("stator.operation");
        List<String> logged = new ArrayList<>();
        Handler listener =
                new StreamHandler() {
                    @Override
                    public void publish(LogRecord line) {
                        logged.add(line.getMessage());
                    }
                };
        logger.addHandler(listener);
        try (StatorServer server = StatorServer.start(Configuration.inMemory());
                WireClient client = new WireClient(server.port())) {
            client.send(faults("PUT", "{\"Faults\":[{\"Error\":\"InternalServerError\"}]}")).read();
            assertEquals(500, call(server, "ListTables", "{}").status());
        } finally {
            logger.removeHandler(listener);
        }
        assertEquals(List.of(), logged);
    }

    @Test
    void metricsTellOfCallsAndTables() throws IOException {
        try (StatorServer server = StatorServer.start(Configuration.inMemory());
                WireClient client = new WireClient(server.port())) {
            call(server, "CreateTable", TABLE);
            call(server, "PutItem", "{\"TableName\":\"Tab\",\"Item\":{\"p\":{\"S\":\"x\"}}}");
            call(server, "PutItem", "{\"TableName\":\"Tab\",\"Item\":{}}");
            call(server, "PutItem", "{\"TableName\":\"nosuch\",\"Item\":{}}");
            Answer answer = client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
            assertEquals(200, answer.status());
            assertTrue(
                    answer.headers().get("content-type").startsWith("text/plain; version=0.0.4"));
            String table = "{account=\"000000000000\",region=\"eu-west-1\",table=\"Tab\",";
            for (String line :
                    new String[] {
                        "stator_request_seconds_count{operation=\"PutItem\"} 3",
                        "stator_request_seconds_bucket{operation=\"PutItem\",le=\"+Inf\"} 3",
                        "stator_errors_total{operation=\"PutItem\",error=\"ValidationException\"} 1",
                        "stator_errors_total{operation=\"PutItem\",error=\"ResourceNotFoundException\"} 1",
                        "stator_table_request_seconds_count" + table + "operation=\"PutItem\"} 2",
                        "stator_table_errors_total"
                                + table
                                + "operation=\"PutItem\",error=\"ValidationException\"} 1",
                        "stator_table_items" + table + "index=\"\"} 1",
                        "stator_table_bytes" + table + "index=\"\"} 2",
                    }) {
                assertTrue(answer.text().contains(line + "\n"), line + "\n" + answer.text());
            }
            assertTrue(!answer.text().contains("nosuch"));
            call(server, "DeleteTable", "{\"TableName\":\"Tab\"}");
            answer = client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
            assertTrue(!answer.text().contains("\"Tab\""), answer.text());
        }
    }

    private static String faults(String method, String body) {
        return method
                + " /_stator/faults HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static Answer call(StatorServer server, String operation, String body)
            throws IOException {
        try (WireClient client = new WireClient(server.port())) {
            return client.send(WireClient.call("DynamoDB_20120810." + operation, body)).read();
        }
    }
}
