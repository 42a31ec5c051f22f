package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.tool.Terminal;
import stator.tool.Tool;

/** The commands for whole tables, against a running server. */
class ToolTest {
    /** An item with all types, and texts that CSV and JSON must quote. */
    private static final String ALL_TYPES =
            "{\"pk\":{\"S\":\"all, \\\"types\\\"\\n\"},\"sk\":{\"N\":\"-12.5\"},\"B\":{\"B\":\"AAEC\"},"
                    + "\"BS\":{\"BS\":[\"AQ==\",\"Ag==\"]},\"L\":{\"L\":[{\"S\":\"x\"},{\"NULL\":true},{\"L\":[]}]},"
                    + "\"M\":{\"M\":{\"deep\":{\"M\":{\"n\":{\"N\":\"1\"}}}}},"
                    + "\"N\":{\"N\":\"12345678901234567890.123\"},"
                    + "\"NS\":{\"NS\":[\"1\",\"2\"]},\"NULL\":{\"NULL\":true},\"S\":{\"S\":\"ü€😀\"},"
                    + "\"SS\":{\"SS\":[\"a\",\"b\"]},\"T\":{\"BOOL\":true}}";

    private static final String EMPTY_VALUES =
            "{\"pk\":{\"S\":\"empty\"},\"sk\":{\"N\":\"1\"},\"B\":{\"B\":\"\"},\"L\":{\"L\":[]},\"M\":{\"M\":{}}}";

    private static final Pattern OPTION = Pattern.compile("(?m)--[a-z0-9-]+");

    @TempDir private Path folder;

    private StatorServer server;

    @BeforeEach
    void start() throws IOException {
        Configuration plain = Configuration.inMemory();
        Data makesBuckets = new Data(new Engine.Memory(), Data.BUCKETS_BESIDE_DATA, "", true);
        server =
                StatorServer.start(
                        new Configuration(
                                plain.network(),
                                makesBuckets,
                                plain.behaviour(),
                                plain.services()));
        createTable("from");
        createTable("into");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Result(int exit, String out, String err) {}

    private Result run(String input, boolean interactive, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
        Result result = run(input, interactive, stream, arguments);
        return new Result(result.exit(), out.toString(StandardCharsets.UTF_8), result.err());
    }

    private Result run(String input, boolean interactive, PrintStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit =
                Tool.run(
                        arguments,
                        Map.of(
                                "HOME",
                                folder.toString(),
                                "AWS_REGION",
                                "eu-west-1",
                                "AWS_ENDPOINT_URL",
                                "http://localhost:" + server.port()),
                        new Terminal(
                                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                                out,
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                interactive));
        out.flush();
        return new Result(exit, "", err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a command that must do all of what it is to do. */
    private String done(String... arguments) {
        Result result = run("", false, arguments);
        assertEquals(Tool.OK, result.exit(), result.err());
        return result.out();
    }

    private String call(String operation, String json) throws IOException {
        try (WireClient client = new WireClient(server.port())) {
            return client.send(WireClient.call("DynamoDB_20120810." + operation, json))
                    .read()
                    .text();
        }
    }

    private void createTable(String name) throws IOException {
        String answer =
                call(
                        "CreateTable",
                        "{\"TableName\":\""
                                + name
                                + "\",\"BillingMode\":\"PAY_PER_REQUEST\",\"AttributeDefinitions\":["
                                + "{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"},"
                                + "{\"AttributeName\":\"sk\",\"AttributeType\":\"N\"}],\"KeySchema\":["
                                + "{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},"
                                + "{\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}]}");
        assertTrue(answer.contains("TableDescription"), answer);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** The items of a table, as an export has them. */
    private List<String> items(String table) {
        return done("export", table, "-o", "-").lines().sorted().toList();
    }

    private List<String> filesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void fill(int count) throws IOException {
        String lines =
                IntStream.range(0, count)
                        .mapToObj(i ->
                                "{\"pk\":\"p"
                                        + i % 7
                                        + "\",\"sk\":"
                                        + i
                                        + ",\"text\":\"t"
                                        + i
                                        + "\"}")
                        .collect(Collectors.joining("\n"));
        done("import", "from", write("fill.json", lines).toString());
    }

    private void fillWithAllTypes() throws IOException {
        String lines = ALL_TYPES + "\n" + EMPTY_VALUES + "\n";
        done("import", "from", write("types.json", lines).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"items.json", "items.json.gz", "items.ion", "items.ion.gz"})
    void aFileKeepsAllTypes(String name) throws IOException {
        fillWithAllTypes();
        done("export", "from", "-o", file(name));
        done("import", "into", file(name));
        assertEquals(2, items("from").size());
        assertEquals(items("from"), items("into"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamodb-json", "ion", "csv", "json"})
    void standardOutputAndInputHaveTheSameItems(String format) throws IOException {
        fill(30);
        String out = done("export", "from", "-o", "-", "--format", format);
        Result read = run(out, false, "import", "into", "-", "--format", format, "--infer-types");
        assertEquals(Tool.OK, read.exit(), read.err());
        assertEquals(items("from"), items("into"));
    }

    @Test
    void csvKeepsAllTypesForWhoInfersThem() throws IOException {
        fillWithAllTypes();
        done("export", "from", "-o", file("items.csv"));
        String text = Files.readString(folder.resolve("items.csv"));
        assertEquals("pk,sk,B,BS,L,M,N,NS,NULL,S,SS,T", text.lines().findFirst().orElseThrow());
        done("import", "into", file("items.csv"), "--infer-types");
        assertEquals(items("from"), items("into"));
    }

    @Test
    void csvIsTextsButForKeysUnlessTypesAreInferred() throws IOException {
        write("in.csv", "pk;sk;n;empty\na;1;2;\n");
        done("import", "into", file("in.csv"), "--delimiter", ";");
        assertEquals(
                List.of(
                        "{\"Item\":{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"},\"n\":{\"S\":\"2\"}}}"),
                items("into"));
    }

    @Test
    void plainJsonHasWhatJsonHas() throws IOException {
        fillWithAllTypes();
        String out =
                done(
                        "export",
                        "from",
                        "-o",
                        "-",
                        "--format",
                        "json",
                        "--attributes",
                        "pk,sk,NS,N,B");
        assertEquals(
                List.of(
                        "{\"pk\":\"all, \\\"types\\\"\\n\",\"sk\":-12.5,\"NS\":[1,2],"
                                + "\"N\":12345678901234567890.123,\"B\":\"AAEC\"}",
                        "{\"pk\":\"empty\",\"sk\":1,\"B\":\"\"}"),
                out.lines().sorted().toList());
    }

    @Test
    void theOutputOfScanCanBeImported() throws IOException {
        fillWithAllTypes();
        fill(40);
        write("scan.json", call("Scan", "{\"TableName\":\"from\"}").replace("},", "},\n    "));
        done("import", "into", file("scan.json"));
        assertEquals(42, items("into").size());
        assertEquals(items("from"), items("into"));
    }

    @Test
    void aDirectoryGetsAFileForEachSegmentAndIsReadAsOne() throws IOException {
        fill(100);
        done("export", "from", "-o", file("dir") + "/", "--segments", "3");
        try (Stream<Path> files = Files.list(folder.resolve("dir"))) {
            assertEquals(
                    List.of("from-0000.json.gz", "from-0001.json.gz", "from-0002.json.gz"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        done("import", "into", file("dir"));
        assertEquals(items("from"), items("into"));
    }

    @Test
    void manyItemsGoThereAndBackAndAway() throws IOException {
        fill(3_000);
        assertEquals(3_000, items("from").size());
        Result result = run("", false, "truncate", "from", "--yes");
        assertEquals(Tool.OK, result.exit(), result.err());
        assertTrue(result.err().startsWith("3,000 items in "), result.err());
        assertEquals(List.of(), items("from"));
    }

    @Test
    void truncateAsksAndTakesNoOtherAnswerThanTheName() throws IOException {
        fill(3);
        Result nobody = run("", false, "truncate", "from");
        assertEquals(Tool.FAILED, nobody.exit());
        assertTrue(nobody.err().contains("Add --yes"), nobody.err());
        Result no = run("yes\n", true, "truncate", "from");
        assertEquals(Tool.FAILED, no.exit());
        assertTrue(no.err().contains("Nothing was deleted"), no.err());
        assertEquals(3, items("from").size());
        assertEquals(Tool.OK, run("from\n", true, "truncate", "from").exit());
        assertEquals(0, items("from").size());
    }

    @Test
    void whatIsRefusedIsReportedAndTheRestIsThere() throws IOException {
        write(
                "mixed.json",
                """
                {"pk":{"S":"a"},"sk":{"N":"1"}}
                no json
                {"pk":{"S":"b"}}
                {"pk":{"S":""},"sk":{"N":"2"}}
                {"pk":{"S":"c"},"sk":{"S":"no number"}}
                {"pk":{"S":"d"},"sk":{"N":"3"}}
                """);
        Result result =
                run(
                        "",
                        false,
                        "import",
                        "into",
                        file("mixed.json"),
                        "--errors",
                        file("errors.jsonl"));
        assertEquals(Tool.INCOMPLETE, result.exit(), result.err());
        assertTrue(result.err().contains("4 records were refused, see "), result.err());
        assertEquals(2, items("into").size());
        List<String> errors = new ArrayList<>(Files.readAllLines(folder.resolve("errors.jsonl")));
        assertEquals(4, errors.size());
        errors.sort(null);
        assertTrue(
                errors.get(0).contains("\"Record\":2,\"Error\":\"The line is no JSON"),
                errors.get(0));
        assertTrue(errors.get(1).contains("\"Record\":3"), errors.get(1));
        assertTrue(errors.get(2).contains("\"Record\":4,\"Error\":\"One or more"), errors.get(2));
        assertTrue(errors.get(3).contains("\"Item\":{\"pk\":{\"S\":\"c\"}"), errors.get(3));
    }

    @Test
    void theLastOfEqualKeysWins() throws IOException {
        String lines =
                IntStream.range(0, 500)
                        .mapToObj(i -> "{\"pk\":\"p" + i % 3 + "\",\"sk\":0,\"i\":" + i + "}")
                        .collect(Collectors.joining("\n"));
        done("import", "into", write("equal.json", lines).toString());
        assertEquals(
                List.of("499", "497", "498").stream().sorted().toList(),
                items("into").stream()
                        .map(line -> line.replaceAll(".*\"i\":\\{\"N\":\"(\\d+)\".*", "$1"))
                        .sorted()
                        .toList());
    }

    @Test
    void recordsThatAreDoneCanBeLeftOut() throws IOException {
        write(
                "in.json",
                "{\"pk\":\"a\",\"sk\":1}\nbad\n{\"pk\":\"b\",\"sk\":1}\n{\"pk\":\"c\",\"sk\":1}");
        done("import", "into", file("in.json"), "--skip", "2");
        assertEquals(2, items("into").size());
    }

    @Test
    void aFileThatIsThereIsKeptUnlessItMayGo() throws IOException {
        fill(1);
        write("keep.json", "mine");
        Result result = run("", false, "export", "from", "-o", file("keep.json"));
        assertEquals(Tool.FAILED, result.exit());
        assertTrue(result.err().contains("keep.json is there already"), result.err());
        assertEquals("mine", Files.readString(folder.resolve("keep.json")));
        done("export", "from", "-o", file("keep.json"), "--overwrite");
        assertTrue(Files.readString(folder.resolve("keep.json")).startsWith("{\"Item\":"));
        assertEquals(List.of("fill.json", "keep.json"), filesInFolder());
    }

    @Test
    void anExportThatFailsLeavesNothing() throws IOException {
        fill(5);
        Result result =
                run("", false, "export", "from", "-o", file("x.json"), "--attributes", "pk,pk");
        assertEquals(Tool.FAILED, result.exit(), result.err());
        assertEquals(List.of("fill.json"), filesInFolder());
    }

    @Test
    void anExportWhoseReaderIsGoneFails() throws IOException {
        fill(5);
        OutputStream gone =
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        Result result = run("", false, new PrintStream(gone), "export", "from", "-o", "-");
        assertEquals(Tool.FAILED, result.exit());
        assertTrue(result.err().contains("standard output cannot be written"), result.err());
    }

    @Test
    void backupsAreMadeListedAndRestored() throws IOException {
        fill(50);
        String arn = done("backup", "from", "--name", "first").strip();
        assertTrue(arn.startsWith("arn:aws:dynamodb:eu-west-1:"), arn);
        String list = done("backup", "--list", "from");
        assertTrue(list.startsWith(arn + "\t2") && list.endsWith("\tfirst\n"), list);
        done("truncate", "from", "--yes");
        done("restore", "byName", "--backup", "first");
        done("restore", "byArn", "--backup", arn);
        assertEquals(50, items("byName").size());
        assertEquals(items("byName"), items("byArn"));
    }

    @Test
    void aPointInTimeIsRestoredAndExportedToABucket() throws IOException {
        call(
                "UpdateContinuousBackups",
                "{\"TableName\":\"from\",\"PointInTimeRecoverySpecification\":"
                        + "{\"PointInTimeRecoveryEnabled\":true}}");
        fill(20);
        done("restore", "then", "--from", "from");
        assertEquals(items("from"), items("then"));
        String manifest =
                done("export", "from", "--s3-bucket", "bucket", "--s3-prefix", "a").strip();
        assertTrue(manifest.startsWith("a/AWSDynamoDB/"), manifest);
    }

    @Test
    void whatTheServiceDoesNotProcessIsSentAgain() throws IOException {
        server.close();
        StatorCommand command =
                StatorCommand.parse(
                                new String[] {
                                    "--in-memory",
                                    "--port",
                                    "0",
                                    "--enforce-capacity",
                                    "--burst-seconds",
                                    "1"
                                },
                                Map.of())
                        .getCommand();
        server = StatorServer.start(command.configuration());
        call(
                "CreateTable",
                "{\"TableName\":\"slow\",\"ProvisionedThroughput\":"
                        + "{\"ReadCapacityUnits\":100,\"WriteCapacityUnits\":20},\"AttributeDefinitions\":["
                        + "{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"}],\"KeySchema\":["
                        + "{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"}]}");
        String lines =
                IntStream.range(0, 50)
                        .mapToObj(i -> "{\"pk\":\"p" + i + "\"}")
                        .collect(Collectors.joining("\n"));
        done("import", "slow", write("slow.json", lines).toString());
        assertEquals(50, items("slow").size());
    }

    @Test
    void errorsAreOneSentence() throws IOException {
        String file = write("any.json", "{}").toString();
        assertFails("There is no table 'nope' at http://localhost:", "export", "nope");
        assertFails("There are: from, into.", "import", "nope", file);
        assertFails("There is no file /no/such/file.", "import", "into", "/no/such/file");
        assertFails(
                "Nobody answers at http://localhost:1. Is the server running?",
                "truncate",
                "into",
                "--yes",
                "--endpoint-url",
                "http://localhost:1");
        assertFails("There is no backup 'nope'", "restore", "new", "--backup", "nope");
        assertFails("(TableNotFoundException)", "restore", "new", "--from", "nope");
        assertFails("This is no time: noon", "restore", "new", "--from", "from", "--at", "noon");
        assertFails("PointInTimeRecovery", "export", "from", "--s3-bucket", "bucket");
    }

    private void assertFails(String expected, String... arguments) {
        Result result = run("", false, arguments);
        assertEquals(Tool.FAILED, result.exit(), Arrays.toString(arguments));
        assertTrue(result.err().contains(expected), result.err());
        assertFalse(result.err().strip().contains("\n"), result.err());
    }

    @Test
    void wrongCommandLinesAreExplained() {
        for (String[] arguments :
                List.of(
                        new String[] {"export"},
                        new String[] {"export", "from", "--format", "xml"},
                        new String[] {"export", "from", "--segments", "0"},
                        new String[] {"export", "from", "--at", "2026-11-21T00:00:00Z"},
                        new String[] {"export", "from", "--s3-bucket", "b", "--format", "csv"},
                        new String[] {"import", "into"},
                        new String[] {"import", "into", "x", "--concurrency", "0"},
                        new String[] {"backup"},
                        new String[] {"restore", "new"},
                        new String[] {"restore", "new", "--backup", "a", "--from", "b"},
                        new String[] {"restore", "new", "--backup", "a", "--at", "b"},
                        new String[] {"truncate", "into", "--unknown"})) {
            Result result = run("", false, arguments);
            assertEquals(Tool.USAGE, result.exit(), Arrays.toString(arguments) + result.err());
            assertTrue(result.err().contains("--help"), result.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "import", "backup", "restore", "truncate", "check"})
    void everyOptionIsInTheHelpAndInTheDocumentation(String command) throws IOException {
        String help = done(command, "--help");
        String documentation = Files.readString(Path.of("../docs/tool.md"));
        OPTION.matcher(help)
                .results()
                .map(MatchResult::group)
                .forEach(option -> assertTrue(documentation.contains("`" + option + "`"), option));
        assertTrue(help.contains("stator " + command + " "), help);
        assertTrue(help.contains("--endpoint-url"), help);
        assertTrue(help.lines().allMatch(line -> line.length() <= 105), help);
    }
}
