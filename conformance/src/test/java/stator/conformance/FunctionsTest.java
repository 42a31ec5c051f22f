package stator.conformance;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions through awslocal, the AWS CLI and boto3, as tutorials use them. */
class FunctionsTest {
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
    void tutorialsWithFunctions() throws Exception {
        ForeignTest.assumeInstalled("/usr/bin/aws", "/usr/bin/curl", "/usr/bin/node");
        ForeignTest.runWithBoto3(
                "functions_test.py",
                Map.of(
                        "STATOR_ENDPOINT",
                        server.endpoint(),
                        "STATOR_AWSLOCAL",
                        ServerProcess.root().resolve("awslocal").toString(),
                        "JAVA_HOME",
                        System.getProperty("java.home")));
    }

    @Test
    void whatCannotBeIsRefusedInAwsWords() throws Exception {
        ForeignTest.runWithBoto3(
                "odd_requests_test.py", Map.of("STATOR_ENDPOINT", server.endpoint()));
    }

    @Test
    void whatIsReportedOfOthersDoesNotHappenHere() throws Exception {
        ForeignTest.runWithBoto3(
                "function_reports_test.py", Map.of("STATOR_ENDPOINT", server.endpoint()));
    }
}
