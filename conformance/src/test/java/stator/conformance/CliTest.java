package stator.conformance;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Transcripts of the AWS CLI, each against a server of its own. They run beside each other, because
 * nearly all of their time is the CLI's own start on one core.
 */
class CliTest {
    private ServerProcess server;

    /**
     * Items that expire stay until a transcript asks for the sweep, and so can be counted. A minute
     * of auto scaling takes a second.
     */
    @BeforeEach
    void start() {
        server = ServerProcess.inMemory("--ttl-delay", "never", "--auto-scaling-minute", "1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void walkThroughWithTheAwsCliOnThePortOfDynamoDbLocal() throws Exception {
        walkThrough("walkthrough.txt", server.endpoints().getFirst());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void guidesWithTheAwsCli() throws Exception {
        walkThrough("guides.txt", server.endpoint());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void guideToGlobalTablesWithTheAwsCliOnThePortOfLocalStack() throws Exception {
        walkThrough("global-tables.txt", server.endpoints().getLast());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void logsWithTheAwsCli() throws Exception {
        walkThrough("logs.txt", server.endpoint());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void autoScalingWithTheAwsCli() throws Exception {
        walkThrough("auto-scaling.txt", server.endpoint());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void metricsAndAlarmsWithTheAwsCli() throws Exception {
        walkThrough("cloudwatch.txt", server.endpoint());
    }

    /** With a server of its own, which holds tables to their capacity. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void autoScalingOfTablesThatAreHeldToTheirCapacity() throws Exception {
        try (ServerProcess enforcing =
                ServerProcess.inMemory(
                        "--enforce-capacity",
                        "--burst-seconds",
                        "1",
                        "--auto-scaling-minute",
                        "1")) {
            walkThrough("enforced-scaling.txt", enforcing.endpoint());
        }
    }

    private void walkThrough(String transcript, String endpoint) throws Exception {
        ForeignTest.assumeInstalled("/usr/bin/aws");
        ForeignTest.run(
                ForeignTest.folder("cli"),
                Map.of(),
                "/usr/bin/python3",
                "transcript.py",
                transcript,
                endpoint);
    }
}
