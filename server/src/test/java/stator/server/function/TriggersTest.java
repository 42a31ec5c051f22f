package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.server.Configuration;
import stator.server.Engine;
import stator.server.StatorServer;
import stator.server.function.FunctionClient.Answer;
import stator.storage.rocksdb.Durability;

/** Streams trigger functions: each change at least once, in the order of its key, as asked for. */
class TriggersTest {
    private static final String MAPPINGS = "/2015-03-31/event-source-mappings";
    private static final String TELL_BATCH =
            "def handler(event, context):\n"
                    + "    tell(json.dumps([r['dynamodb']['NewImage']['n']['N'] for r in"
                    + " event['Records']]))\n";

    private StatorServer server;
    private FunctionClient client;
    private Collector collector;
    private String stream;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "Python is not installed");
        collector = new Collector();
        start(Configuration.inMemory());
        createTable();
    }

    private void start(Configuration configuration) {
        server = StatorServer.start(configuration);
        client = new FunctionClient(server.port());
    }

    private void createTable() throws IOException {
        Answer created =
                client.dynamoDb(
                        "CreateTable",
                        "{\"TableName\":\"Tab\",\"BillingMode\":\"PAY_PER_REQUEST\","
                                + "\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"
                                + "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}],"
                                + "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
        stream = find("\"LatestStreamArn\":\"([^\"]+)\"", created.body());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        collector.close();
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern + " in " + text);
        return matcher.group(1);
    }

    private void put(String key, int number) throws IOException {
        Answer answer =
                client.dynamoDb(
                        "PutItem",
                        "{\"TableName\":\"Tab\",\"Item\":{\"k\":{\"S\":\"%s\"},\"n\":{\"N\":\"%d\"}}}"
                                .formatted(key, number));
        assertEquals(200, answer.status(), answer.body());
    }

    private void function(String code) throws IOException {
        Answer created =
                client.create(
                        "f", "python3.12", "f.py", collector.python() + code, ",\"Timeout\":20");
        assertEquals(201, created.status(), created.body());
    }

    private String map(String more) throws IOException {
        Answer created =
                client.call(
                        "POST",
                        MAPPINGS,
                        "{\"EventSourceArn\":\"%s\",\"FunctionName\":\"f\",\"StartingPosition\":\"TRIM_HORIZON\"%s}"
                                .formatted(stream, more));
        assertEquals(202, created.status(), created.body());
        return find("\"UUID\":\"([^\"]+)\"", created.body());
    }

    /** The numbers of all batches that were told of, in their order. */
    private static List<Integer> numbers(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.replaceAll("[^0-9,]", "").split(",")))
                .filter(number -> !number.isEmpty())
                .map(Integer::parseInt)
                .toList();
    }

    @Test
    void theEventIsAsRecorded() throws Exception {
        function("def handler(event, context): tell(json.dumps(event))\n");
        map("");
        put("a", 1);
        String event = collector.await(lines -> !lines.isEmpty()).getFirst();
        assertTrue(
                event.matches(
                        "\\{\"Records\": \\[\\{\"eventID\": \"[0-9a-f]{32}\", \"eventName\":"
                                + " \"INSERT\", \"eventVersion\": \"1.1\", \"eventSource\":"
                                + " \"aws:dynamodb\", \"awsRegion\": \"us-east-1\", \"dynamodb\":"
                                + " \\{\"ApproximateCreationDateTime\": \\d+, \"Keys\": \\{\"k\": \\{\"S\":"
                                + " \"a\"}}, \"NewImage\": \\{\"k\": \\{\"S\": \"a\"}, \"n\": \\{\"N\":"
                                + " \"1\"}}, \"SequenceNumber\": \"\\d{21}\", \"SizeBytes\": 7,"
                                + " \"StreamViewType\": \"NEW_AND_OLD_IMAGES\"}, \"eventSourceARN\":"
                                + " \"arn:aws:dynamodb:us-east-1:000000000000:table/Tab/stream/[^\"]+\"}]}"),
                event);
    }

    @Test
    void everyChangeComesInTheOrderOfItsKeyWhateverFails() throws Exception {
        function(
                "import random\n"
                        + "def handler(event, context):\n"
                        + "    if random.random() < 0.2: raise Exception('bad luck')\n"
                        + "    for r in event['Records']:\n"
                        + "        tell(r['dynamodb']['Keys']['k']['S'] + ' ' +"
                        + " r['dynamodb']['NewImage']['n']['N'])\n"
                        + "        if random.random() < 0.03: raise Exception('half way')\n");
        map(",\"BatchSize\":7,\"ParallelizationFactor\":3");
        for (int i = 0; i < 120; i++) {
            put("key" + i % 8, i);
        }
        List<String> lines = collector.await(all -> all.stream().distinct().count() == 120);
        assertInOrder(lines);
    }

    /** What comes again comes again from some place on, and nothing is left out before it. */
    private static void assertInOrder(List<String> lines) {
        Map<String, Integer> newest = new HashMap<>();
        for (String line : lines) {
            String key = line.substring(0, line.indexOf(' '));
            int number = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
            int before = newest.getOrDefault(key, number - 8);
            assertTrue(number <= before + 8, line + " came before what it follows: " + lines);
            newest.merge(key, number, Math::max);
        }
    }

    @Test
    void aRestartSkipsNothingAndRepeatsLittle(@TempDir Path directory) throws Exception {
        server.close();
        Configuration durable =
                Configuration.inMemory()
                        .withEngine(new Engine.Disk(directory, new Durability.Always()));
        start(durable);
        createTable();
        function(TELL_BATCH);
        map(",\"BatchSize\":5");
        for (int i = 0; i < 30; i++) {
            put("a", i);
        }
        collector.await(lines -> lines.size() >= 2);
        server.close();
        start(durable);
        for (int i = 30; i < 40; i++) {
            put("a", i);
        }
        List<Integer> numbers = numbers(collector.await(lines -> numbers(lines).contains(39)));
        assertEquals(40, numbers.stream().distinct().count(), numbers.toString());
        assertTrue(numbers.size() <= 45, "More than one batch was repeated: " + numbers);
    }

    @Test
    void aChangeThatCannotBeDealtWithIsIsolatedAndGivenUp(@TempDir Path directory)
            throws Exception {
        server.close();
        start(
                Configuration.inMemory()
                        .withEngine(new Engine.Disk(directory, new Durability.Always())));
        createTable();
        for (int i = 0; i < 16; i++) {
            put("a", i);
        }
        function(
                "def handler(event, context):\n"
                        + "    numbers = [r['dynamodb']['NewImage']['n']['N'] for r in"
                        + " event['Records']]\n"
                        + "    if '5' in numbers: raise Exception('poison')\n"
                        + "    tell(json.dumps(numbers))\n");
        map(
                ",\"BisectBatchOnFunctionError\":true,\"MaximumRetryAttempts\":1,"
                        + "\"DestinationConfig\":{\"OnFailure\":{\"Destination\":"
                        + "\"arn:aws:sqs:us-east-1:000000000000:failed\"}}");
        List<Integer> numbers = numbers(collector.await(lines -> numbers(lines).contains(15)));
        assertEquals(15, numbers.size(), numbers.toString());
        assertFalse(numbers.contains(5), numbers.toString());
        Path folder = directory.resolve("messages/sqs/failed");
        try (Stream<Path> files = Files.list(folder)) {
            String record = Files.readString(files.findFirst().orElseThrow());
            assertTrue(record.contains("\"condition\":\"RetryAttemptsExhausted\""), record);
            assertTrue(record.contains("\"functionError\":\"Unhandled\""), record);
            assertTrue(record.contains("\"batchSize\":1,"), record);
        }
    }

    @Test
    void onlyTheItemsThatAreReportedComeAgain() throws Exception {
        for (int i = 0; i < 6; i++) {
            put("a", i);
        }
        function(
                "tries = 0\n"
                        + "def handler(event, context):\n"
                        + "    global tries\n"
                        + "    tell(json.dumps([r['dynamodb']['NewImage']['n']['N'] for r in"
                        + " event['Records']]))\n"
                        + "    tries += 1\n"
                        + "    if tries > 2: return {'batchItemFailures': []}\n"
                        + "    return {'batchItemFailures': [{'itemIdentifier':"
                        + " event['Records'][2]['dynamodb']['SequenceNumber']}]}\n");
        // With a window the first batch has all six, however early the stream is looked at.
        map(
                ",\"FunctionResponseTypes\":[\"ReportBatchItemFailures\"],\"BatchSize\":6,"
                        + "\"MaximumBatchingWindowInSeconds\":20");
        assertEquals(
                List.of(
                        "[\"0\", \"1\", \"2\", \"3\", \"4\", \"5\"]",
                        "[\"2\", \"3\", \"4\", \"5\"]",
                        "[\"4\", \"5\"]"),
                collector.await(lines -> lines.size() >= 3));
    }

    @Test
    void onlyWhatThePatternsMatchComes() throws Exception {
        function(TELL_BATCH);
        map(
                ",\"FilterCriteria\":{\"Filters\":[{\"Pattern\":\"{\\\"dynamodb\\\":{\\\"Keys\\\":{\\\"k\\\":{\\\"S\\\":[{\\\"prefix\\\":\\\"b\\\"}]}}}}\"}]}");
        put("a1", 1);
        put("b2", 2);
        put("c3", 3);
        put("b4", 4);
        List<Integer> numbers = numbers(collector.await(lines -> numbers(lines).contains(4)));
        assertEquals(List.of(2, 4), numbers);
    }

    @Test
    void aWindowCarriesItsStateToItsEnd() throws Exception {
        function(
                "def handler(event, context):\n"
                        + "    sum = event['state'].get('sum', 0)\n"
                        + "    for r in event['Records']: sum +="
                        + " int(r['dynamodb']['NewImage']['n']['N'])\n"
                        + "    if event['isFinalInvokeForWindow']: tell(str(sum))\n"
                        + "    return {'state': {'sum': sum}}\n");
        map(",\"TumblingWindowInSeconds\":2,\"BatchSize\":2");
        for (int i = 1; i <= 5; i++) {
            put("a", i);
        }
        collector.await(lines -> lines.stream().mapToInt(Integer::parseInt).sum() == 15);
    }

    @Test
    void aMappingIsChangedSwitchedOffAndOnAndDeleted() throws Exception {
        function(TELL_BATCH);
        String id = map("");
        put("a", 1);
        collector.await(lines -> numbers(lines).contains(1));
        awaitResult(id, "OK");
        Answer off = client.call("PUT", MAPPINGS + "/" + id, "{\"Enabled\":false}");
        assertEquals(202, off.status(), off.body());
        assertTrue(off.body().contains("\"State\":\"Disabling\""), off.body());
        put("a", 2);
        Answer shown = client.call("GET", MAPPINGS + "/" + id, "");
        assertTrue(shown.body().contains("\"State\":\"Disabled\""), shown.body());
        assertTrue(shown.body().contains("\"LastProcessingResult\":\"OK\""), shown.body());
        client.call("PUT", MAPPINGS + "/" + id, "{\"Enabled\":true,\"BatchSize\":3}");
        assertEquals(List.of(1, 2), numbers(collector.await(lines -> numbers(lines).contains(2))));
        assertEquals(202, client.call("DELETE", MAPPINGS + "/" + id, "").status());
        assertEquals(404, client.call("GET", MAPPINGS + "/" + id, "").status());
    }

    /** What a function tells is heard before its invocation has ended. */
    private void awaitResult(String mapping, String result) throws Exception {
        String wanted = "\"LastProcessingResult\":\"" + result + "\"";
        Instant until = Instant.now().plusSeconds(30);
        Answer shown = client.call("GET", MAPPINGS + "/" + mapping, "");
        while (!shown.body().contains(wanted) && Instant.now().isBefore(until)) {
            Thread.sleep(10);
            shown = client.call("GET", MAPPINGS + "/" + mapping, "");
        }
        assertTrue(shown.body().contains(wanted), shown.body());
    }

    @Test
    void whatAwsRefusesIsRefusedInItsWords() throws Exception {
        function(TELL_BATCH);
        String begin = "{\"EventSourceArn\":\"" + stream + "\",\"StartingPosition\":\"LATEST\"";
        assertRefused(
                "{\"FunctionName\":\"f\",\"EventSourceArn\":\"" + stream + "\"}",
                "1 validation error detected: Value null at 'startingPosition' failed to satisfy"
                        + " constraint: Member must not be null.");
        assertRefused("{\"FunctionName\":\"f\"}", "Unrecognized event source.");
        assertRefused(begin + ",\"FunctionName\":\"g\"}", "Function does not exist");
        assertRefused(
                (begin + ",\"FunctionName\":\"f\"}").replace(stream, stream + "9"),
                "Stream not found: " + stream + "9");
        assertRefused(
                begin
                        + ",\"FunctionName\":\"f\",\"FilterCriteria\":{\"Filters\":[{\"Pattern\":\"x\"}]}}",
                "Invalid filter pattern definition.");
        map("");
        assertRefused(
                begin + ",\"FunctionName\":\"f\"}",
                "The event source arn (\\\" "
                        + stream
                        + " \\\") and function (\\\" f \\\") provided");
    }

    private void assertRefused(String request, String message) throws IOException {
        Answer refused = client.call("POST", MAPPINGS, request);
        assertTrue(refused.status() == 400 || refused.status() == 409, refused.body());
        assertTrue(refused.body().contains(message), refused.body());
    }
}
