package stator.lambda.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionVersion;

/** To whom events go that wait. */
class EventQueueTest {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final FunctionReference FUNCTION =
            new FunctionReference(TestFunctions.NAMESPACE, "f", "");
    private static final String WORKS = "def handler(event, context): return 1\n";

    /** Fails, as soon as whoever listens at a port lets it. */
    private static final String FAILS =
            "import socket\n"
                    + "def handler(event, context):\n"
                    + "    socket.create_connection(('127.0.0.1', %d)).recv(1)\n"
                    + "    raise Exception('as the test wants it')\n";

    @TempDir private Path folder;
    private TestFunctions test;

    @BeforeEach
    void open() {
        test = new TestFunctions(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean() && System.currentTimeMillis() < end) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean());
    }

    private void setTarget(String target) {
        FunctionVersion latest = test.functions.latest(FUNCTION).orElseThrow();
        Document dead = Document.of("TargetArn", target);
        test.functions.putLatest(
                new FunctionVersion(
                        FUNCTION, latest.configuration().with("DeadLetterConfig", dead)));
    }

    @Test
    void whatAVersionFailedWithGoesToTheTargetItWasPublishedWith() throws Exception {
        test.put("f", "def handler(event, context): raise Exception('as the test wants it')\n");
        setTarget("published");
        String version = test.functions.publish(FUNCTION, same -> same).version();
        setTarget("latest");
        test.events.add(TestFunctions.request(FUNCTION.qualified(version)));
        await(() -> test.waiting().isEmpty());
        assertEquals(List.of("published"), test.targets());
        test.events.add(TestFunctions.request(FUNCTION));
        await(() -> test.waiting().isEmpty());
        assertEquals(List.of("published", "latest"), test.targets());
    }

    /** Something that is done while a function works at an event. */
    private interface Change {
        void run() throws Exception;
    }

    /** Sends an event to a function that fails with it, after a change. */
    private void failWith(FunctionReference function, Change change) throws Exception {
        try (ServerSocket gate = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            test.put(function.name(), FAILS.formatted(gate.getLocalPort()));
            test.events.add(TestFunctions.request(function));
            try (Socket begun = gate.accept()) {
                change.run();
                begun.getOutputStream().write(0);
            }
        }
    }

    @Test
    void anEventIsTriedAgainByTheFunctionAsItIsNow() throws Exception {
        failWith(FUNCTION, () -> test.put("f", WORKS));
        await(() -> test.waiting().isEmpty());
        assertEquals(2, test.invocations());
    }

    @Test
    void anotherFunctionOfTheSameNameIsNotGivenTheEventsOfTheFirst() throws Exception {
        failWith(
                FUNCTION,
                () -> {
                    test.functions.delete(FUNCTION);
                    test.put("f", WORKS);
                });
        await(() -> test.waiting().isEmpty());
        assertEquals(1, test.invocations());
        test.events.add(TestFunctions.request(FUNCTION));
        await(() -> test.waiting().isEmpty());
        assertEquals(2, test.invocations());
    }
}
