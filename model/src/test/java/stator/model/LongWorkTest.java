package stator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LongWorkTest {
    private static final long LONG = 2 * LongWork.BRIEF_UNITS;

    private static String work(long units) {
        return LongWork.run(units, () -> "done");
    }

    @Test
    void isDoneWhereNobodyWaits() {
        assertEquals("done", work(Long.MAX_VALUE));
    }

    @Test
    void isNotBegunWhereOthersWait() {
        assertEquals(Optional.empty(), LongWork.tryBriefly(LONG, () -> work(LONG + 1)));
        assertEquals(Optional.of("done"), LongWork.tryBriefly(LONG, () -> work(LONG)));
        assertEquals("done", work(LONG + 1));
    }

    /** With more readers than may read at a time. */
    private static int mostTogether(Runnable within) throws InterruptedException {
        int readers = 40 * Runtime.getRuntime().availableProcessors();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(readers);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            threads.add(
                    Thread.startVirtualThread(() ->
                            LongWork.reading(() -> {
                                within.run();
                                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                begun.countDown();
                                pause(begun);
                                now.decrementAndGet();
                                return "";
                            })));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return most.get();
    }

    private static void pause(CountDownLatch begun) {
        try {
            begun.await(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void fewReadManyItemsAtATime() throws InterruptedException {
        assertTrue(mostTogether(() -> {}) <= 4 * Runtime.getRuntime().availableProcessors());
    }

    @Test
    void whoWaitsOrComputesForLongIsNoReaderMeanwhile() throws InterruptedException {
        int readers = 4 * Runtime.getRuntime().availableProcessors();
        assertTrue(mostTogether(LongWork::rest) > readers);
        assertTrue(mostTogether(() -> work(Long.MAX_VALUE)) > readers);
    }

    @Test
    void theNarrowestPlaceDecides() {
        assertEquals(
                Optional.of(Optional.empty()),
                LongWork.tryBriefly(
                        4 * LONG, () -> LongWork.tryBriefly(LONG, () -> work(2 * LONG))));
        assertEquals(
                Optional.of(Optional.empty()),
                LongWork.tryBriefly(
                        LONG, () -> LongWork.tryBriefly(4 * LONG, () -> work(2 * LONG))));
        assertEquals(
                Optional.of("done"),
                LongWork.tryBriefly(
                        4 * LONG,
                        () -> {
                            LongWork.tryBriefly(LONG, () -> work(2 * LONG));
                            return work(2 * LONG);
                        }));
    }

    @Test
    void manyPiecesTogetherAreLong() {
        assertEquals(Optional.of("done"), LongWork.tryBriefly(100, () -> pieces(10, 10)));
        assertEquals(Optional.empty(), LongWork.tryBriefly(100, () -> pieces(11, 10)));
        assertEquals("done", pieces(11, Long.MAX_VALUE / 20));
    }

    private static String pieces(int count, long units) {
        for (int i = 0; i < count; i++) {
            LongWork.look(units);
        }
        return "done";
    }

    @Test
    void eachAttemptBeginsAnew() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.of("done"), LongWork.tryBriefly(100, () -> pieces(1, 100)));
        }
    }

    @Test
    void knowsWhereOthersWait() {
        assertFalse(LongWork.isBrief());
        assertEquals(Optional.of(true), LongWork.tryBriefly(100, LongWork::isBrief));
        assertEquals(
                Optional.empty(),
                LongWork.tryBriefly(
                        100,
                        () -> {
                            throw LongWork.notHere();
                        }));
        assertFalse(LongWork.isBrief());
    }
}
