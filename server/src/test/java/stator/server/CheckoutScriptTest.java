package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in the root of a checkout, with a build and a source of one line each. */
class CheckoutScriptTest {
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path root;

    @BeforeEach
    void checkOut() throws IOException {
        Files.copy(Path.of("../stator"), root.resolve("stator"));
        Path ensure = root.resolve("console/build/ensure.sh");
        Files.createDirectories(ensure.getParent());
        Files.copy(Path.of("../console/build/ensure.sh"), ensure);
        write("console/src/index.html", "", BUILT);
        write("console/package-lock.json", "", BUILT);
        write("server/target/stator/console/index.html", "", Instant.now().plusSeconds(60));
        write("server/target/stator/bin/stator", "echo served \"$@\"", BUILT);
        write("server/target/stator/lib/stator-server-0.1.0.jar", "", BUILT);
    }

    private void write(String name, String text, Instant modified) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private String run(String argument) throws IOException {
        return output(start(argument));
    }

    private Process start(String argument) throws IOException {
        return new ProcessBuilder("sh", root.resolve("stator").toString(), argument)
                .redirectErrorStream(true)
                .start();
    }

    private static String output(Process script) throws IOException {
        return new String(script.getInputStream().readAllBytes()).strip();
    }

    @Test
    void whatWasBuiltIsRun() throws IOException {
        write("model/src/main/java/Item.java", "", BUILT.minusSeconds(1));
        assertEquals("served --help", run("--help"));
    }

    @Test
    void whoChangedTheSourcesIsTold() throws IOException {
        write("model/src/main/java/Item.java", "", BUILT.plusSeconds(1));
        assertEquals(
                "The sources are newer than what was built of them."
                        + " To build: ./mvnw -DskipTests package\nserved --help",
                run("--help"));
    }

    @Test
    void aConsoleThatCannotBeBuiltHoldsNothingUp() throws IOException {
        Files.delete(root.resolve("server/target/stator/console/index.html"));
        assertTrue(run("--help").endsWith("served --help"));
        assertEquals("served --help", run("--help"));
    }

    @Test
    void ofTwoWhoStartAtOnceOneBuilds() throws Exception {
        Path script = root.resolve("server/target/stator/bin/stator");
        Files.delete(script);
        write(
                "mvnw",
                """
                #!/bin/sh
                sleep 1
                echo 'echo served "$@"' >server/target/stator/bin/stator
                """,
                BUILT);
        assertTrue(root.resolve("mvnw").toFile().setExecutable(true));
        List<Process> both = List.of(start("--help"), start("--help"));
        List<String> said = List.of(output(both.get(0)), output(both.get(1)));
        String builds = "Building Stator (once, about a minute) …\n";
        assertEquals(Set.of("served --help", builds + "served --help"), Set.copyOf(said));
        assertFalse(Files.exists(root.resolve("server/target/building")));
    }

    @Test
    void aBuildThatWasKilledHoldsNobodyUp() throws Exception {
        Process killed = new ProcessBuilder("true").start();
        killed.waitFor();
        write("server/target/building/builder", killed.pid() + "\n", BUILT);
        assertEquals("served --help", run("--help"));
        assertFalse(Files.exists(root.resolve("server/target/building")));
    }
}
