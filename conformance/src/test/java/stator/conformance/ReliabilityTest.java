package stator.conformance;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Short forms of what {@code reliability/run} does for longer. The seeds are always the same, so
 * that a build that fails tells of what was changed; other seeds are for the long forms.
 */
@Execution(ExecutionMode.CONCURRENT)
class ReliabilityTest {
    /**
     * Many threads use, change and delete the same few names of all services at once. The long form
     * goes through a stop and a kill, too.
     */
    @Test
    void whateverOthersDoEachRequestIsAnswered() throws Exception {
        run("storm.py", "--seconds", "10", "--engine", "memory", "--seed", "105");
    }

    /** In so short a time nothing is said of growth. */
    @Test
    void nothingIsRefusedWhileEverythingIsUsed() throws Exception {
        run("soak.py", "--minutes", "0.3", "--seed", "1");
    }

    @Test
    void noDamageToAnyFileIsSilent() throws Exception {
        run("damage.py", "--rounds", "10", "--seed", "11");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        ForeignTest.assumeBoto3();
        ForeignTest.run(
                ServerProcess.root().resolve("reliability"),
                Map.of(),
                Stream.concat(Stream.of("/usr/bin/python3"), Stream.of(command))
                        .toArray(String[]::new));
    }
}
