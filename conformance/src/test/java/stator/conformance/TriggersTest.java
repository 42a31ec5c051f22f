package stator.conformance;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Functions that a stream triggers, through splits of shards, failures and kill -9. The long form
 * is {@code reliability/run triggers}.
 */
@Execution(ExecutionMode.CONCURRENT)
class TriggersTest {
    @Test
    void everyChangeComesToEveryFunctionInTheOrderOfItsKey() throws Exception {
        ForeignTest.assumeInstalled("/usr/bin/python3");
        ForeignTest.run(
                ServerProcess.root().resolve("reliability"),
                Map.of(),
                "/usr/bin/python3",
                "triggers.py",
                "--writes",
                "1200",
                "--functions",
                "4",
                "--kills",
                "1",
                "--restarts",
                "0",
                "--keys",
                "8",
                "--shard-records",
                "20");
    }
}
