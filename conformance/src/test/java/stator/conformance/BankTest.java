package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Money moves between the accounts of two tables by TransactWriteItems; whenever all accounts are
 * read by TransactGetItems, there is as much as in the beginning, and no account is overdrawn.
 */
class BankTest {
    private static final int ACCOUNTS = 6;
    private static final int START = 20;
    private static final int CLIENTS = 8;
    private static final int TRANSFERS_EACH = 150;
    private static final Pattern MONEY = Pattern.compile("\"money\":\\{\"N\":\"(-?\\d+)\"}");

    @Test
    void noMoneyIsLostInMemory() throws Exception {
        try (ServerProcess server = ServerProcess.inMemory()) {
            transferAndWatch(server);
        }
    }

    @Test
    void noMoneyIsLostOnDisk(@TempDir Path data) throws Exception {
        try (ServerProcess server = ServerProcess.onDisk(data)) {
            transferAndWatch(server);
        }
    }

    private static void transferAndWatch(ServerProcess server) throws Exception {
        WireClient client = new WireClient(server.endpoint());
        client.createTable("bank0");
        client.createTable("bank1");
        for (int account = 0; account < ACCOUNTS; account++) {
            client.call(
                    "PutItem",
                    "{\"TableName\": \"bank%d\", \"Item\": {\"id\": {\"S\": \"a%d\"}, \"money\": {\"N\": \"%d\"}}}"
                            .formatted(account % 2, account, START));
        }
        AtomicBoolean stop = new AtomicBoolean();
        int refused = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> watcher = threads.submit(() -> watch(client, stop));
            List<Future<Integer>> clients = new ArrayList<>();
            for (int seed = 0; seed < CLIENTS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                clients.add(threads.submit(() -> transfer(client, random)));
            }
            for (Future<Integer> each : clients) {
                refused += each.get();
            }
            stop.set(true);
            assertTrue(watcher.get() > 10, "The totals were hardly watched");
        }
        assertTotal(client);
        assertTrue(refused > 0, "No account was ever empty, so the test showed little");
    }

    /** Returns how often the totals were right. */
    private static int watch(WireClient client, AtomicBoolean stop) throws Exception {
        int reads = 0;
        while (!stop.get()) {
            assertTotal(client);
            reads++;
        }
        return reads;
    }

    private static void assertTotal(WireClient client) throws Exception {
        String body =
                client.call(
                        "TransactGetItems",
                        IntStream.range(0, ACCOUNTS)
                                .mapToObj(account ->
                                        "{\"Get\": {\"TableName\": \"bank%d\", \"Key\": {\"id\": {\"S\": \"a%d\"}}}}"
                                                .formatted(account % 2, account))
                                .collect(Collectors.joining(", ", "{\"TransactItems\": [", "]}")));
        int total = 0;
        Matcher money = MONEY.matcher(body);
        while (money.find()) {
            int account = Integer.parseInt(money.group(1));
            assertTrue(account >= 0, body);
            total += account;
        }
        assertEquals(ACCOUNTS * START, total, body);
    }

    /** Returns how many transfers were refused because there was not enough money. */
    private static int transfer(WireClient client, SplittableRandom random) throws Exception {
        int refused = 0;
        for (int i = 0; i < TRANSFERS_EACH; i++) {
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            int amount = 1 + random.nextInt(START);
            WireClient.Answer answer =
                    client.send(
                            "TransactWriteItems",
                            """
                            {"TransactItems": [
                             {"Update": {"TableName": "bank%d", "Key": {"id": {"S": "a%d"}}, "UpdateExpression": "SET money = money - :m",
                              "ConditionExpression": "money >= :m", "ExpressionAttributeValues": {":m": {"N": "%d"}}}},
                             {"Update": {"TableName": "bank%d", "Key": {"id": {"S": "a%d"}}, "UpdateExpression": "ADD money :m",
                              "ExpressionAttributeValues": {":m": {"N": "%d"}}}}]}\
                            """
                                    .formatted(from % 2, from, amount, to % 2, to, amount));
            if (answer.status() != 200) {
                assertTrue(answer.body().contains("[ConditionalCheckFailed, None]"), answer.body());
                refused++;
            }
        }
        return refused;
    }
}
