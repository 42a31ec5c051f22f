package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command of the tutorials that this product must carry, as it stands there, with its outcome
 * beside it in {@code cli/tutorials}: the course's functions among them, with S3, tables and logs.
 * Each runs against a server of its own on the ports that it names, 8000 and 4566, in a network of
 * its own. {@code -Dstator.tutorials.aws=FILE} names another AWS CLI, such as one of version 1.
 */
class TutorialsTest {
    private static final String CLI = System.getProperty("stator.tutorials.aws", "/usr/bin/aws");

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"course", "quick-start", "skill", "devops", "localstack"})
    void everyCommandHasTheOutcomeThatAwsGivesIt(String document) throws Exception {
        ForeignTest.assumeBoto3();
        ForeignTest.assumeInstalled(CLI, "/usr/bin/jq", "/usr/bin/zip", "/usr/bin/unshare");
        if (!SpreadServers.isWanted()) {
            walkThrough(document, Map.of());
            return;
        }
        // In a network of their own they would not reach the nodes.
        try (ServerProcess server =
                ServerProcess.inMemory(
                        "--port", "8000", "--port", "4566", "--ttl-delay", "never")) {
            walkThrough(document, Map.of("STATOR_TUTORIALS_SERVER", "running"));
            assertTrue(server.isAlive());
        }
    }

    private static void walkThrough(String document, Map<String, String> environment)
            throws Exception {
        ForeignTest.run(
                ForeignTest.folder("cli"),
                environment,
                "/usr/bin/python3",
                "tutorials.py",
                CLI,
                "tutorials/" + document + ".txt");
    }
}
