package stator.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Programs with boto3, the SDK for JavaScript and what is built on it; they lie beside the Java
 * tests.
 */
class SdkTest {
    private ServerProcess server;

    @BeforeEach
    void start() {
        server = ServerProcess.inMemory();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void boto3() throws Exception {
        python("boto3_test.py");
    }

    @Test
    void boto3SpeaksPartiql() throws Exception {
        python("partiql_test.py");
    }

    @Test
    void transactionsWithBoto3() throws Exception {
        python("transactions_test.py");
    }

    @Test
    void singleTableDesignWithBoto3() throws Exception {
        python("single_table_test.py");
    }

    private void python(String program) throws Exception {
        ForeignTest.assumeInstalled(
                "/usr/lib/python3/dist-packages/boto3/__init__.py", "/usr/bin/python3");
        ForeignTest.run(
                ForeignTest.folder("python"),
                Map.of("STATOR_ENDPOINT", server.endpoint()),
                "/usr/bin/python3",
                program);
    }

    @Test
    void javaScriptSdk() throws Exception {
        javaScript("sdk.test.js", "streams.test.js");
    }

    @Test
    void everyOperationOfTheJavaScriptSdkIsKnown() throws Exception {
        javaScript("operations.test.js");
    }

    @Test
    void singleTableDesignWithTheJavaScriptSdk() throws Exception {
        javaScript("single-table.test.js");
    }

    @Test
    void vectorsWithTheJavaScriptSdk() throws Exception {
        javaScript("vectors.test.js");
    }

    /** Object mappers from the npm registry, as their users install them. */
    @Test
    void objectMappersForJavaScript() throws Exception {
        javaScript(
                "electrodb.test.js",
                "dynamodb-toolbox.test.js",
                "dynamoose.test.js",
                "dynamodb-onetable.test.js");
    }

    private void javaScript(String... programs) throws Exception {
        ForeignTest.assumeInstalled("/usr/bin/node");
        Path folder = ForeignTest.folder("javascript");
        if (!isInstalled(folder)) {
            ForeignTest.run(folder, Map.of(), "npm", "ci", "--no-audit", "--no-fund");
        }
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        command.addAll(List.of(programs));
        ForeignTest.run(
                folder,
                Map.of("STATOR_ENDPOINT", server.endpoint()),
                command.toArray(String[]::new));
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
}
