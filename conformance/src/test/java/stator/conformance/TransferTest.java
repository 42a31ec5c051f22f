package stator.conformance;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@code reliability/run transfer}: a file up and down by the AWS CLI, through a
 * server that is killed on the way.
 */
class TransferTest {
    /** So many that the CLI sends parts, and a kill finds some of them under way. */
    private static final int MEGABYTES = Integer.getInteger("stator.transfer.megabytes", 192);

    @Test
    void aFileArrivesThroughAServerThatIsKilled() throws Exception {
        ForeignTest.assumeInstalled("/usr/bin/aws", "/usr/bin/python3");
        ForeignTest.run(
                ServerProcess.root().resolve("reliability"),
                Map.of(),
                "/usr/bin/python3",
                "transfer.py",
                "--megabytes",
                Integer.toString(MEGABYTES));
    }
}
