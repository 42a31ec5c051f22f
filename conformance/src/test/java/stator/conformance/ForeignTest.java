package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Runs a test program of another language and shows what it printed if it fails. */
final class ForeignTest {
    private ForeignTest() {}

    /** The folder of the test programs of a language. */
    static Path folder(String language) {
        return ServerProcess.root().resolve("conformance/src/test").resolve(language);
    }

    /** Skips the calling test, with the reason, where a program's file is not there. */
    static void assumeInstalled(String... files) {
        for (String file : files) {
            Assumptions.assumeTrue(
                    Files.exists(Path.of(file)), file + " is not installed; .ci/run installs it");
        }
    }

    /** Runs a command that must end with 0. */
    static void run(Path folder, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("stator-conformance", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        int exit = builder.start().waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertEquals(0, exit, String.join(" ", command) + " failed:\n" + text);
    }
}
