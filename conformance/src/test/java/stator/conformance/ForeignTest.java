package stator.conformance;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Runs a test program of another language and shows what it printed if it fails. */
final class ForeignTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String BOTO3 = "/usr/lib/python3/dist-packages/boto3/__init__.py";

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

    /** Skips the calling test where there is no boto3. */
    static void assumeBoto3() {
        assumeInstalled(BOTO3, PYTHON);
    }

    /** Runs a test program that uses boto3; where there is none, the calling test is skipped. */
    static void runWithBoto3(String program, Map<String, String> environment)
            throws IOException, InterruptedException {
        assumeBoto3();
        run(folder("python"), environment, PYTHON, program);
    }

    /**
     * The folder of the programs in JavaScript, with the packages that they need. Tests of other
     * processes may ask for them at the same time; one of them installs.
     */
    static synchronized Path javaScript() throws IOException, InterruptedException {
        assumeInstalled("/usr/bin/node");
        Path folder = folder("javascript");
        Path lock = Files.createDirectories(Path.of("target")).resolve("javascript.lock");
        try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
                FileLock one = channel.lock()) {
            assertTrue(one.isValid());
            if (!isInstalled(folder)) {
                run(folder, Map.of(), "npm", "ci", "--no-audit", "--no-fund");
            }
        }
        return folder;
    }

    /**
     * Whether the packages are there; npm notes what it installed, and when, in a file of its own.
     */
    private static boolean isInstalled(Path folder) throws IOException {
        Path installed = folder.resolve("node_modules/.package-lock.json");
        Path wanted = folder.resolve("package-lock.json");
        return Files.exists(installed)
                && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted))
                        >= 0;
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
