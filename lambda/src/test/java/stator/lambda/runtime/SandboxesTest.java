package stator.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.lambda.neighbour.FunctionLog;
import stator.lambda.neighbour.RoleCredentials;

/** How many processes there are, and for how long. */
class SandboxesTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long PATIENCE_MILLIS = 60_000;

    /** Each process has a number of its own. */
    private static final String CODE =
            "import random\nNUMBER = random.getrandbits(60)\n"
                    + "def handler(event, context): return NUMBER\n";

    @TempDir private Path folder;

    @BeforeEach
    void writeCode() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "Python is not installed");
        Files.writeString(folder.resolve("f.py"), CODE);
    }

    private Sandboxes sandboxes(int processesMax, Duration idle) {
        return new Sandboxes(
                folder.resolve("processes"),
                Path.of(""),
                new Interpreters(""),
                RoleCredentials.OF_ACCOUNT,
                () -> "localhost:1",
                new Sandboxes.Limits(processesMax, idle),
                Clock.systemUTC(),
                new Random(1));
    }

    private String invoke(Sandboxes sandboxes, String name) throws Exception {
        Program program =
                new Program(
                        name + ":1",
                        name,
                        name,
                        "$LATEST",
                        "000000000000",
                        "us-east-1",
                        new RuntimeName(RuntimeName.Family.PYTHON, "3.12"),
                        "f.handler",
                        "arn:aws:iam::000000000000:role/r",
                        128,
                        512,
                        Duration.ofSeconds(30),
                        folder,
                        List.of(),
                        Map.of(),
                        "/aws/lambda/" + name,
                        FunctionLog.NONE);
        Invocation invocation =
                new Invocation(
                        UUID.randomUUID().toString(),
                        "arn:" + name,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        "",
                        "",
                        Optional.empty());
        Outcome outcome = sandboxes.invoke(program, invocation).outcome();
        String answer = new String(outcome.payload(), StandardCharsets.UTF_8);
        assertTrue(answer.matches("\\d+"), answer);
        return answer;
    }

    @Test
    void theOldestIdleProcessMakesRoomWhenThereAreEnough() throws Exception {
        try (Sandboxes sandboxes = sandboxes(2, LONG)) {
            String a = invoke(sandboxes, "a");
            String b = invoke(sandboxes, "b");
            assertEquals(a, invoke(sandboxes, "a"), "A process is used again");
            assertEquals(2, sandboxes.size());
            invoke(sandboxes, "c");
            assertEquals(2, sandboxes.size());
            assertEquals(a, invoke(sandboxes, "a"), "It was used last");
            assertNotEquals(b, invoke(sandboxes, "b"), "It had made room");
        }
    }

    @Test
    void aProcessThatNobodyUsesEnds() throws Exception {
        try (Sandboxes sandboxes = sandboxes(2, Duration.ofMillis(10))) {
            invoke(sandboxes, "a");
            long end = System.currentTimeMillis() + PATIENCE_MILLIS;
            while (sandboxes.size() > 0 && System.currentTimeMillis() < end) {
                Thread.sleep(20);
            }
            assertEquals(0, sandboxes.size());
        }
    }
}
