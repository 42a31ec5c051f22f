package stator.door.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private final CallLog log = new CallLog(Clock.systemUTC(), Set.of("dynamodb"));

    private void call(String operation) {
        call(operation, System.nanoTime());
    }

    private void call(String operation, long nanos) {
        CallDraft draft = log.begin(nanos);
        log.named(List.of("T"));
        log.spent(true, 1.5);
        log.spent(true, 1);
        log.spent(false, 2);
        log.leave(draft);
        log.add(draft, ended(operation));
    }

    private static EndedCall ended(String operation) {
        InetAddress here = InetAddress.getLoopbackAddress();
        return new EndedCall(
                7, "ID", "dynamodb", operation, "/", here, "cli", 200, "", 3, 4, new byte[0]);
    }

    private List<String> operations(long after, int callsMax) {
        return log.after(after, callsMax).stream().map(LoggedCall::operation).toList();
    }

    @Test
    void keepsNothingUntilSomebodyLooks() {
        call("Before");
        assertFalse(log.keeps(log.begin(System.nanoTime())));
        assertEquals(List.of(), operations(0, 10));

        call("After");

        LoggedCall kept = log.after(0, 10).getFirst();
        assertEquals("After", kept.operation());
        assertEquals(List.of("T"), kept.tables());
        assertEquals(2.5, kept.readUnits());
        assertEquals(2, kept.writeUnits());
        assertEquals("", kept.caller().arn());
    }

    @Test
    void givesEachCallOnce() {
        operations(0, 1);
        for (int i = 1; i <= 5; i++) {
            call("Call" + i);
        }
        assertEquals(List.of("Call1", "Call2"), operations(0, 2));
        assertEquals(List.of("Call3", "Call4", "Call5"), operations(2, 10));
        assertEquals(List.of(), operations(5, 10));
        assertEquals(List.of(), operations(Long.MAX_VALUE / 2, 10));
    }

    @Test
    void keepsTheLastOnesOfMany() {
        operations(0, 1);
        int count = 2 * CallLog.CALLS_MAX + 7;
        for (int i = 1; i <= count; i++) {
            call("Call" + i);
        }
        List<LoggedCall> kept = log.after(0, Integer.MAX_VALUE);
        assertEquals(CallLog.CALLS_MAX, kept.size());
        assertEquals(count - CallLog.CALLS_MAX + 1, kept.getFirst().sequence());
        assertEquals(count, kept.getLast().sequence());
    }

    @Test
    void endsAndForgetsSomeMinutesAfterTheLastLook() {
        operations(0, 1);
        call("Seen");
        call("Late", System.nanoTime() + TimeUnit.MINUTES.toNanos(6));
        assertEquals(List.of(), operations(0, 10));
        call("Next");
        assertEquals(List.of("Next"), operations(0, 10));
        assertEquals(2, log.last(), "no number is used twice");
        log.end();
        assertEquals(List.of(), operations(0, 10));
    }

    @Test
    void keepsSmallBodiesOfServicesWithoutSecrets() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(body, log.bodyOf("dynamodb", body));
        assertEquals(0, log.bodyOf("iam", body).length);
        int most = CallLog.BODY_BYTES_MAX;
        assertEquals(most, log.bodyOf("dynamodb", new byte[most]).length);
        assertEquals(0, log.bodyOf("dynamodb", new byte[most + 1]).length);
    }

    @Test
    void putsWhatOtherThreadsSpendIntoNoCall() throws InterruptedException {
        operations(0, 1);
        CallDraft draft = log.begin(System.nanoTime());
        Thread other = Thread.ofVirtual().start(() -> log.spent(true, 100));
        other.join();
        log.leave(draft);
        log.spent(true, 100);
        log.add(draft, ended("Quiet"));
        assertEquals(0, log.after(0, 1).getFirst().readUnits());
        assertTrue(log.keeps(draft));
    }
}
