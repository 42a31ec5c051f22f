package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script with a Java that only pretends: what it keeps in its folder of caches. */
class StartScriptTest {
    private static final Path SCRIPTS = Path.of("src/distribution/bin");

    /** Makes the file that it is asked for, unless told to wait; says that it runs the server. */
    private static final String JAVA =
            """
            #!/bin/sh
            for option; do
                case $option in
                -XX:AOTCacheOutput=*) recording=${option#*=} ;;
                stator.server.TrainingRun) training=yes ;;
                esac
            done
            if [ "${training:-}" ]; then
                echo half >"$recording.config"
                [ -z "${TRAINING_TAKES:-}" ] || exec sleep "$TRAINING_TAKES"
                echo whole >"$recording"
            else
                echo "served${SHOW_OPTIONS:+ $*}"
            fi
            """;

    @TempDir Path home;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(home.resolve("bin"));
        for (String script : List.of("stator", "find-java.sh")) {
            Files.copy(SCRIPTS.resolve(script), home.resolve("bin").resolve(script));
        }
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("lib/stator.jar"), "");
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    private Process start(String trainingTakes) throws IOException {
        return start(shell(), trainingTakes);
    }

    private ProcessBuilder shell(String... arguments) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("sh", home.resolve("bin/stator").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private Process start(ProcessBuilder shell, String trainingTakes) throws IOException {
        shell.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        shell.environment().put("TRAINING_TAKES", trainingTakes);
        shell.environment().putIfAbsent("STATOR_JAVA_OPTIONS", "");
        return shell.redirectErrorStream(true).start();
    }

    private String run() throws Exception {
        return run(shell());
    }

    private String run(ProcessBuilder shell) throws Exception {
        Process process = start(shell, "");
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private TreeSet<String> caches() throws IOException {
        Path folder = home.resolve("cache");
        if (!Files.exists(folder)) {
            return new TreeSet<>();
        }
        try (Stream<Path> files = Files.list(folder)) {
            TreeSet<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    @Test
    void trainsOnceAndKeepsTheCacheAndTheMark() throws Exception {
        assertTrue(run().contains("Preparing"));
        assertEquals(List.of("java-25.jdk", "java-25.jdk.tried"), List.copyOf(caches()));
        assertEquals("served\n", run());
    }

    @Test
    void trainsAgainForNewerJarsAndNotForThoseOfTheSameInstant() throws Exception {
        run();
        FileTime trained = Files.getLastModifiedTime(home.resolve("cache/java-25.jdk.tried"));
        Path jar = home.resolve("lib/stator.jar");
        Files.setLastModifiedTime(jar, trained);
        Files.setLastModifiedTime(home.resolve("jdk/release"), trained);
        assertEquals("served\n", run());
        Files.setLastModifiedTime(jar, FileTime.fromMillis(trained.toMillis() + 1000));
        assertTrue(run().contains("Preparing"));
    }

    @Test
    void tellsTheVersionWithoutJava() throws Exception {
        Files.writeString(home.resolve("lib/stator-server-7.8.9.jar"), "");
        Files.delete(home.resolve("jdk/bin/java"));
        assertEquals("Stator 7.8.9\n", run(shell("--version")));
        assertEquals("Stator 7.8.9\n", run(shell("-version")));
    }

    @Test
    void choosesTheCollectorByWhereTheDataIs() throws Exception {
        run();
        assertEquals("Parallel", collector("", "--data", "x"));
        assertEquals("G1", collector("", "--port", "1", "--in-memory"));
        assertEquals("G1", collector("", "-inMemory"));
        assertEquals("Serial", collector("-XX:+UseSerialGC", "--in-memory"));
    }

    private String collector(String options, String... arguments) throws Exception {
        List<String> chosen = options("-XX:\\+Use.*GC", options, arguments);
        assertEquals(1, chosen.size(), chosen.toString());
        return chosen.getFirst().replaceAll("-XX:\\+Use|GC", "");
    }

    /** The options of the Java that is started, of a form. */
    private List<String> options(String form, String options, String... arguments)
            throws Exception {
        ProcessBuilder shell = shell(arguments);
        shell.environment().put("SHOW_OPTIONS", "yes");
        shell.environment().put("STATOR_JAVA_OPTIONS", options);
        return Stream.of(run(shell).split(" ")).filter(word -> word.matches(form)).toList();
    }

    @Test
    void boundsTheGarbageOfRequestsUnlessTheHeapIsChosenOrSmall() throws Exception {
        run();
        String form = "-XX:MaxNewSize.*";
        List<String> bound = options(form, "", "--data", "x");
        // The script looks at the machine's memory, and here may be little.
        assumeFalse(bound.isEmpty());
        assertEquals(List.of("-XX:MaxNewSize=256m"), bound);
        assertEquals(bound, options(form, "-Xlog:gc", "--data", "x"));
        assertEquals(List.of(), options(form, "-Xmx64m", "--data", "x"));
        assertEquals(List.of(), options(form, "-XX:MaxRAMPercentage=20", "--data", "x"));
        assertEquals(List.of(), options(form, "", "--in-memory"));
    }

    @Test
    void removesWhatAKilledTrainingLeftBehind() throws Exception {
        Process killed = start("60");
        String half = "java-25.jdk.new." + killed.pid() + ".config";
        while (!caches().contains(half)) {
            Thread.sleep(5);
        }
        List<ProcessHandle> training = killed.descendants().toList();
        killed.toHandle().destroyForcibly();
        killed.waitFor();
        training.forEach(ProcessHandle::destroyForcibly);
        assertTrue(caches().contains(half), "killed, so it could not tidy up itself");

        run();
        assertEquals(List.of("java-25.jdk", "java-25.jdk.tried"), List.copyOf(caches()));
    }

    @Test
    void leavesATrainingAloneThatIsUnderWay() throws Exception {
        Process other = start("60");
        String half = "java-25.jdk.new." + other.pid() + ".config";
        try {
            while (!caches().contains(half)) {
                Thread.sleep(5);
            }
            run();
            assertTrue(caches().contains(half), caches().toString());
        } finally {
            other.descendants().forEach(ProcessHandle::destroyForcibly);
            other.waitFor();
        }
    }
}
