package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
        Process script =
                new ProcessBuilder("sh", root.resolve("stator").toString(), argument)
                        .redirectErrorStream(true)
                        .start();
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
}
