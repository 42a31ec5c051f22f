package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;
import stator.database.settings.ChangeLogSettings;
import stator.database.settings.DatabaseSettings;
import stator.door.caller.AuthMode;
import stator.server.storage.ClusterEngine;

/** What flags, environment and file mean. A configuration is compared by its text. */
class StatorCommandTest {
    private static final String DEFAULT_LISTEN =
            "127.0.0.1:8000 ::1:8000? 127.0.0.1:4566? ::1:4566?";

    @TempDir private Path directory;

    @ParameterizedTest(name = "[{0}] [{1}]")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-                              | -                      | disk data always, own, 0 ms",
                "--in-memory                    | -                      | memory, own, 0 ms",
                "-inMemory                      | -                      | memory, own, 0 ms",
                "-                              | STATOR_IN_MEMORY=true  | memory, own, 0 ms",
                "-                              | DYNAMODB_IN_MEMORY=1   | memory, own, 0 ms",
                "-                              | DYNAMODB_IN_MEMORY=0   | disk data always, own, 0 ms",
                "-                              | DYNAMODB_IN_MEMORY=1 STATOR_IN_MEMORY=false | disk data always, own, 0 ms",
                "--data /x                      | -                      | disk /x always, own, 0 ms",
                "-dbPath /x --durability none   | -                      | disk /x none, own, 0 ms",
                "--durability interval:20       | -                      | disk data interval:20, own, 0 ms",
                "-                              | STATOR_DATA=/y STATOR_DURABILITY=none | disk /y none, own, 0 ms",
                "--data /x                      | STATOR_DATA=/y         | disk /x always, own, 0 ms",
                "-sharedDb -inMemory            | -                      | memory, shared, 0 ms",
                "-inMemory                      | DYNAMODB_SHARE_DB=1    | memory, shared, 0 ms",
                "-inMemory                      | DYNAMODB_DELAY_TRANSIENT_STATUSES=1 | memory, own, 500 ms",
                "-inMemory -delayTransientStatuses -disableTelemetry -optimizeDbBeforeStartup | - | memory, own, 500 ms",
            })
    void readsWhereTheDataIs(String arguments, String environment, String expected) {
        Configuration read = read(arguments, environment);
        String engine =
                switch (read.data().engine()) {
                    case Engine.Memory memory -> "memory";
                    case Engine.Disk disk ->
                            "disk " + disk.directory() + " " + disk.settings().durability();
                    case Engine other -> other.description();
                };
        String shared = read.services().sharedDatabase() ? "shared" : "own";
        assertEquals(
                expected,
                engine
                        + ", "
                        + shared
                        + ", "
                        + read.behaviour().databaseSettings().transientStatusMillis()
                        + " ms");
    }

    @ParameterizedTest(name = "[{0}] [{1}]")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-                 | -                                | 0",
                "--ttl-delay 90    | -                                | 90",
                "--ttl-delay never | -                                | never",
                "-                 | STATOR_TTL_DELAY=172800          | 172800",
                "-                 | DYNAMODB_REMOVE_EXPIRED_ITEMS=1  | 0",
                "-                 | DYNAMODB_REMOVE_EXPIRED_ITEMS=0  | never",
                "--ttl-delay 5     | DYNAMODB_REMOVE_EXPIRED_ITEMS=0  | 5",
            })
    void readsWhenExpiredItemsAreDeleted(String arguments, String environment, String expected) {
        long seconds =
                read(arguments, environment).behaviour().databaseSettings().expiryDelaySeconds();
        assertEquals(expected, seconds == DatabaseSettings.UNLIMITED ? "never" : "" + seconds);
    }

    @ParameterizedTest(name = "[{0}] [{1}]")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-                                     | -                            | 0",
                "--enforce-capacity                    | -                            | 300",
                "--enforce-capacity --burst-seconds 5  | -                            | 5",
                "--burst-seconds 5                     | -                            | 0",
                "-                                     | STATOR_ENFORCE_CAPACITY=true | 300",
            })
    void readsWhetherTablesAreHeldToTheirCapacity(
            String arguments, String environment, int expected) {
        assertEquals(
                expected, read(arguments, environment).behaviour().enforcement().burstSeconds());
    }

    @ParameterizedTest(name = "[{0}] [{1}]")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-                         | -                             | 86400000 14400000 1000",
                "--stream-shard-lifetime 4 | STATOR_STREAM_SHARD_RECORDS=0 | 86400000 4000 0",
                "--stream-shard-records 20 | STATOR_STREAM_RETENTION=9     | 9000 14400000 20",
            })
    void readsHowLongChangesAreKept(String arguments, String environment, String expected) {
        ChangeLogSettings read =
                read(arguments, environment).behaviour().databaseSettings().changeLog();
        assertEquals(
                expected,
                read.retentionMillis()
                        + " "
                        + read.shardLifetimeMillis()
                        + " "
                        + read.shardRecordsPerSecondMax());
    }

    @ParameterizedTest(name = "[{0}] [{1}]")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "--cache-bytes 8388608 | -                            | 8388608",
                "-                     | STATOR_CACHE_BYTES=100000000 | 100000000",
            })
    void readsHowMuchIsCached(String arguments, String environment, long expected) {
        Engine.Disk disk = (Engine.Disk) read(arguments, environment).data().engine();
        assertEquals(expected, disk.settings().cacheBytes());
    }

    @Test
    void cachesByDefaultHalfOfWhatTheHeapMayTake() {
        Engine.Disk disk = (Engine.Disk) read(null, null).data().engine();
        assertEquals(Runtime.getRuntime().maxMemory() / 2, disk.settings().cacheBytes());
    }

    @Test
    void readsWhichClusterAndKeepsThePasswordToItself() {
        ClusterEngine cluster =
                (ClusterEngine)
                        read(
                                        "--store cassandra://a,b/c --cassandra-user u --data /x"
                                                + " --cassandra-tls --cassandra-replication 1"
                                                + " --cassandra-outbox",
                                        "STATOR_CASSANDRA_PASSWORD=secret")
                                .data()
                                .engine();
        assertEquals("cassandra://a,b/c", cluster.address());
        assertEquals(
                Map.of(
                        "user",
                        "u",
                        "password",
                        "secret",
                        "tls",
                        "true",
                        "replication",
                        "1",
                        "outbox",
                        "true"),
                cluster.options());
        assertEquals("cassandra://a,b/c; backups and objects in /x", cluster.description());
        assertEquals(cluster.description(), cluster.toString());
    }

    @Test
    void saysWhereTheEngineOfAClusterComesFromIfItIsNotThere() {
        ClusterEngine cluster =
                (ClusterEngine) read("--store cassandra://a/b", null).data().engine();
        ConfigurationException missing = assertThrows(ConfigurationException.class, cluster::share);
        assertTrue(missing.getMessage().contains("build it with ./mvnw package"));
    }

    /** A question mark stands behind what the server can do without. */
    @ParameterizedTest(name = "[{0}] [{1}]")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "-                                   | - | " + DEFAULT_LISTEN,
                "--port 9000                         | - | 127.0.0.1:9000 ::1:9000?",
                "-port 9000 -port 9001               | - | 127.0.0.1:9000 ::1:9000? 127.0.0.1:9001 ::1:9001?",
                "--port 9000,9001                    | - | 127.0.0.1:9000 ::1:9000? 127.0.0.1:9001 ::1:9001?",
                "-                                   | STATOR_PORT=7,8 | 127.0.0.1:7 ::1:7? 127.0.0.1:8 ::1:8?",
                "--address 127.0.0.2 --port 1        | - | 127.0.0.2:1",
                "--address 127.0.0.2,127.0.0.3       | - | 127.0.0.2:8000 127.0.0.3:8000 127.0.0.2:4566? 127.0.0.3:4566?",
                "--allow-remote                      | - | 0.0.0.0:8000 0.0.0.0:4566?",
                "--allow-remote --address 0.0.0.0 --port 5 | - | 0.0.0.0:5",
            })
    void readsWhereToListen(String arguments, String environment, String expected) {
        StringBuilder listen = new StringBuilder();
        for (Listen each : read(arguments, environment).network().listen()) {
            listen.append(each.host()).append(':').append(each.port());
            listen.append(each.required() ? " " : "? ");
        }
        assertEquals(expected, listen.toString().strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--in-memory --data x | contradict",
                "--in-memory --store cassandra://a/b | contradict",
                "--store redis://a/b | --store takes an address like cassandra://",
                "--cassandra-user u | give --store, too",
                "--store cassandra://a/b --cassandra-user u | needs a password",
                "--store cassandra://a/b --cassandra-user u --cassandra-password-file /none | cannot be read",
                "--durability sometimes | Durability is always, interval:MILLISECONDS or none",
                "--cache-bytes 8388607 | --cache-bytes must be 8388608 (8 MB) or more",
                "--port 70000 | Choose one from 1 to 65535",
                "--port x | is not an int",
                "--address 0.0.0.0 | add --allow-remote",
                "--address [x | cannot be found",
                "--cors-origin * | Name the origins",
                "--cors-origin null | is no origin",
                "--cors-origin http://*.evil.example | is no origin",
                "--cors-origin evil.example | is no origin",
                "--cors-origin http://evil.example/ | is no origin",
                "--cors-origin http://a.example,* | Name the origins",
                "--cors-origin ftp://a.example | is no origin",
                "--wrong | Unknown option",
                "--config /no/such/file | cannot be read: /no/such/file",
                "--log-level loud | --log-level",
            })
    void saysWhatToDoAboutWhatIsWrong(String arguments, String expected) {
        ParameterException e = assertThrows(ParameterException.class, () -> read(arguments, null));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void readsAFileBelowTheEnvironmentBelowTheFlags() throws IOException {
        Path file = directory.resolve("stator.properties");
        Files.writeString(
                file, "data = /file\ndurability = none\nport = 1,2\nallowed-host = a,b\n");
        Configuration read = read("--config " + file + " --port 3", "STATOR_DURABILITY=interval:5");
        assertEquals(List.of("a", "b"), read.network().allowedHosts());
        assertEquals("/file", ((Engine.Disk) read.data().engine()).directory().toString());
        assertEquals(
                "interval:5",
                ((Engine.Disk) read.data().engine()).settings().durability().toString());
        assertEquals(3, read.network().listen().getFirst().port());
        assertEquals(1, read(null, "STATOR_CONFIG=" + file).network().listen().getFirst().port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"in-memorry = true", "inMemory = true", "config = x"})
    void refusesAFileWithANameThatDoesNotExist(String line) throws IOException {
        Path file = directory.resolve("stator.properties");
        Files.writeString(file, line);
        ParameterException e =
                assertThrows(ParameterException.class, () -> read("--config " + file, null));
        assertTrue(e.getMessage().contains("There is no option"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-help", "-h"})
    void showsEveryOptionInItsHelp(String flag) {
        var line = StatorCommand.parse(new String[] {flag}, Map.of());
        assertTrue(line.getParseResult().isUsageHelpRequested());
        String help = line.getUsageMessage();
        line.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> assertTrue(help.contains(option.names()[0])));
        assertTrue(help.lines().allMatch(text -> text.length() <= 101), help);
    }

    @ParameterizedTest
    @CsvSource({
        "'', OFF",
        "--allow-remote, ENFORCE",
        "--allow-remote --auth off, OFF",
        "--auth warn, WARN",
        "--auth enforce, ENFORCE"
    })
    void looksAtCallersWhereOthersCanConnect(String arguments, AuthMode mode) {
        assertEquals(mode, read("-inMemory " + arguments, null).security().mode());
    }

    @Test
    void takesTheRootsSecretFromTheEnvironmentOnly() {
        String arguments = "-inMemory --root-access-key-id AKIAIOSFODNN7EXAMPLE";
        String environment = "STATOR_ROOT_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG";

        Configuration chosen = read(arguments, environment);

        assertEquals("wJalrXUtnFEMI/K7MDENG", chosen.security().rootKey().secret());
        assertThrows(ParameterException.class, () -> read(arguments, null));
        assertThrows(ParameterException.class, () -> read("-inMemory", environment));
    }

    @Test
    void describesEveryOptionInTheDocumentation() throws IOException {
        String documentation = Files.readString(Path.of("../docs/configuration.md"));
        StatorCommand.parse(new String[0], Map.of()).getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .forEach(name -> assertTrue(documentation.contains("`" + name), name));
        StatorCommand.DYNAMODB_LOCAL_NAMES
                .keySet()
                .forEach(name -> assertTrue(documentation.contains("`" + name), name));
    }

    @Test
    void hasTheVersionOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        assertTrue(pom.contains("<version>" + Version.NUMBER + "</version>"));
    }

    private static Configuration read(String arguments, String environment) {
        Map<String, String> variables = new HashMap<>();
        for (String pair : words(environment)) {
            variables.put(pair.split("=")[0], pair.split("=")[1]);
        }
        StatorCommand command = StatorCommand.parse(words(arguments), variables).getCommand();
        return command.configuration();
    }

    private static String[] words(String text) {
        return text == null ? new String[0] : text.strip().split(" +");
    }

    @Test
    void readsWhatIndexesAreToBeLike() {
        Configuration none = read("-inMemory", null);
        assertEquals(0, none.behaviour().databaseSettings().indexLagMillis());
        assertEquals(Long.MAX_VALUE, none.behaviour().databaseSettings().itemCollectionBytesMax());
        Configuration chosen =
                read("-inMemory --gsi-delay 250 --item-collection-limit 10737418240", null);
        assertEquals(250, chosen.behaviour().databaseSettings().indexLagMillis());
        assertEquals(10L << 30, chosen.behaviour().databaseSettings().itemCollectionBytesMax());
    }
}
