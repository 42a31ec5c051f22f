package stator.conformance;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Global tables of running servers, one of which takes its time to make and remove replicas. */
class GlobalTablesTest {
    @Test
    void boto3SeesReplicasComeAndGoAndFail() throws Exception {
        ForeignTest.assumeBoto3();
        try (ServerProcess server = ServerProcess.inMemory();
                ServerProcess slow = ServerProcess.inMemory("--delay-transient-statuses")) {
            ForeignTest.runWithBoto3(
                    "global_tables_test.py",
                    Map.of(
                            "STATOR_ENDPOINT",
                            server.endpoint(),
                            "STATOR_SLOW_ENDPOINT",
                            slow.endpoint()));
        }
    }
}
