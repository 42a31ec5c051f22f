package stator.conformance;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Many threads use, change and delete the same few names of all services at once. The long form is
 * {@code reliability/run storm}.
 */
@Execution(ExecutionMode.CONCURRENT)
class StormTest {
    @Test
    void whateverOthersDoEachRequestIsAnswered() throws Exception {
        ForeignTest.assumeBoto3();
        ForeignTest.run(
                ServerProcess.root().resolve("reliability"),
                Map.of(),
                "/usr/bin/python3",
                "storm.py",
                "--seconds",
                "10",
                "--engine",
                "disk");
    }
}
