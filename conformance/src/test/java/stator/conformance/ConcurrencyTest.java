package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conditional increments from many connections: each value is written by exactly one of them, on
 * both engines.
 */
class ConcurrencyTest {
    private static final int CONNECTIONS = 32;
    private static final int INCREMENTS_EACH = 40;

    @Test
    void nothingIsLostInMemory() throws Exception {
        try (ServerProcess server = ServerProcess.inMemory()) {
            incrementTogether(server);
        }
    }

    @Test
    void nothingIsLostOnDisk(@TempDir Path data) throws Exception {
        try (ServerProcess server = ServerProcess.onDisk(data)) {
            incrementTogether(server);
        }
    }

    private static void incrementTogether(ServerProcess server) throws Exception {
        new WireClient(server.endpoint()).createTable("counters");
        List<Future<Integer>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                results.add(threads.submit(incrementer(server)));
            }
        }
        int failures = 0;
        for (Future<Integer> result : results) {
            failures += result.get();
        }
        String body =
                new WireClient(server.endpoint())
                        .call(
                                "GetItem",
                                "{\"TableName\": \"counters\", \"Key\": {\"id\": {\"S\": \"c\"}}, \"ConsistentRead\": true}");
        assertTrue(body.contains("{\"N\":\"" + CONNECTIONS * INCREMENTS_EACH + "\"}"), body);
        assertTrue(failures > 0, "No increment ever met another, so the test showed nothing");
    }

    /**
     * Reads the counter and writes one more, if nobody else did meanwhile; returns how often
     * somebody had.
     */
    private static Callable<Integer> incrementer(ServerProcess server) {
        return () -> {
            WireClient client = new WireClient(server.endpoint());
            int failures = 0;
            int seen = 0;
            for (int done = 0; done < INCREMENTS_EACH; ) {
                WireClient.Answer answer =
                        client.send(
                                "UpdateItem",
                                """
                                {"TableName": "counters", "Key": {"id": {"S": "c"}}, "UpdateExpression": "SET n = :next",
                                 "ConditionExpression": "%s", "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                                 "ExpressionAttributeValues": {":seen": {"N": "%d"}, ":next": {"N": "%d"}}}\
                                """
                                        .formatted(
                                                seen == 0
                                                        ? "attribute_not_exists(n) OR n = :seen"
                                                        : "n = :seen",
                                                seen,
                                                seen + 1));
                if (answer.status() == 200) {
                    done++;
                    seen++;
                } else {
                    assertEquals(400, answer.status(), answer.body());
                    assertTrue(
                            answer.body().contains("ConditionalCheckFailedException"),
                            answer.body());
                    failures++;
                    seen =
                            Integer.parseInt(
                                    answer.body()
                                            .replaceAll(
                                                    "(?s).*\"n\":\\{\"N\":\"(\\d+)\"}.*", "$1"));
                }
            }
            return failures;
        };
    }
}
