package stator.conformance;

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
    void boto3SpeaksS3() throws Exception {
        python("s3_test.py");
        python("s3_reports_test.py");
    }

    @Test
    void logsMetricsAndScalingWithBoto3() throws Exception {
        python("monitoring_test.py");
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
        ForeignTest.runWithBoto3(program, Map.of("STATOR_ENDPOINT", server.endpoint()));
    }

    @Test
    void javaScriptSdk() throws Exception {
        javaScript("sdk.test.js", "streams.test.js", "s3.test.js");
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
        Path folder = ForeignTest.javaScript();
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        command.addAll(List.of(programs));
        ForeignTest.run(
                folder,
                Map.of("STATOR_ENDPOINT", server.endpoint()),
                command.toArray(String[]::new));
    }
}
