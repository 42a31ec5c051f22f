package stator.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
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
        return sandboxes(processesMax, idle, () -> "localhost:1");
    }

    private Sandboxes sandboxes(int processesMax, Duration idle, Supplier<String> endpoint) {
        return new Sandboxes(
                folder.resolve("processes"),
                Path.of(""),
                new Interpreters(""),
                RoleCredentials.OF_ACCOUNT,
                endpoint,
                new Sandboxes.Limits(processesMax, idle),
                Clock.systemUTC(),
                new Random(1));
    }

    private Program program(String name, RuntimeName runtime) {
        return new Program(
                name + ":1",
                name,
                name,
                "$LATEST",
                "000000000000",
                "us-east-1",
                runtime,
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
    }

    private static Invocation invocation(String name) {
        return new Invocation(
                UUID.randomUUID().toString(),
                "arn:" + name,
                "{}".getBytes(StandardCharsets.UTF_8),
                "",
                "",
                Optional.empty());
    }

    private String invoke(Sandboxes sandboxes, String name) throws Exception {
        Program program = program(name, new RuntimeName(RuntimeName.Family.PYTHON, "3.12"));
        Outcome outcome = sandboxes.invoke(program, invocation(name)).outcome();
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

    /** Its address is asked for while it is being started, so that is when this holds it up. */
    @Test
    void aProcessEndsWhoseInvokerWentWhileItStarted() throws Exception {
        String sleep = "sleep 3600.25" + System.nanoTime() % 1_000_000;
        Path bootstrap = Files.writeString(folder.resolve("bootstrap"), "#!/bin/sh\n" + sleep);
        assertTrue(bootstrap.toFile().setExecutable(true));
        CountDownLatch isStarting = new CountDownLatch(1);
        CountDownLatch mayStart = new CountDownLatch(1);
        Supplier<String> endpoint =
                () -> {
                    isStarting.countDown();
                    awaitQuietly(mayStart);
                    return "localhost:1";
                };
        Program program = program("own", new RuntimeName(RuntimeName.Family.PROVIDED, ""));
        try (Sandboxes sandboxes = sandboxes(2, LONG, endpoint)) {
            Thread invoker =
                    Thread.ofPlatform()
                            .start(() ->
                                    assertThrows(
                                            NoProcessException.class,
                                            () -> sandboxes.invoke(program, invocation("own"))));
            isStarting.await();
            invoker.interrupt();
            invoker.join();
            mayStart.countDown();
            // Whoever is started next comes after it, by the same thread.
            invoke(sandboxes, "next");
            assertEquals(0, descendants(sleep));
            assertEquals(1, sandboxes.size());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long descendants(String command) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(command))
                .count();
    }
}
