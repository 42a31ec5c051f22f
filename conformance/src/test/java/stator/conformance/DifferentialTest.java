package stator.conformance;

import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The first requests of a differential run: Stator's answers are those of two other
 * implementations, or differ for a known reason. CONTRIBUTING.md has the command of a long run.
 */
class DifferentialTest {
    private static final String REQUESTS = "400";

    @Test
    void answersAsItsPeersDoOrForAKnownReason() throws Exception {
        ForeignTest.assumeInstalled("/usr/bin/python3", "/usr/bin/node");
        Assumptions.assumeTrue(
                System.getProperty("os.arch").equals("amd64"),
                "dynoxide comes as a program for one kind of processor");
        ForeignTest.run(
                ServerProcess.root().resolve("operation/src/test/differential"),
                Map.of(),
                "/usr/bin/python3",
                "run.py",
                "--seed",
                "1",
                "--requests",
                REQUESTS);
    }
}
