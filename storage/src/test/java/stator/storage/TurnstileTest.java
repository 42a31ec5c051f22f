package stator.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private final Turnstile turnstile = new Turnstile();
    private final List<Thread> threads = new ArrayList<>();

    private Thread start(Runnable task) {
        Thread thread = Thread.ofPlatform().daemon().start(task);
        threads.add(thread);
        return thread;
    }

    private void joinAll() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Until a thread has come to wait for a lock, however long it takes. */
    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nobodyOvertakesWhoWaitsToBeAlone() throws InterruptedException {
        List<String> order = new ArrayList<>();
        long first = turnstile.enter();
        Thread alone =
                start(() -> {
                    long stamp = turnstile.enterAlone();
                    order.add("alone");
                    turnstile.exitAlone(stamp);
                });
        awaitWaiting(alone);
        Thread later =
                start(() -> {
                    long stamp = turnstile.enter();
                    order.add("later");
                    turnstile.exit(stamp);
                });
        awaitWaiting(later);
        turnstile.exit(first);
        joinAll();
        assertEquals(List.of("alone", "later"), order);
    }

    @Test
    void whoWantsToBeAloneDoesNotOvertakeThoseWhoWait() throws InterruptedException {
        List<String> order = new ArrayList<>();
        long first = turnstile.enterAlone();
        Thread shared =
                start(() -> {
                    long stamp = turnstile.enter();
                    order.add("shared");
                    turnstile.exit(stamp);
                });
        awaitWaiting(shared);
        Thread alone =
                start(() -> {
                    long stamp = turnstile.enterAlone();
                    order.add("alone");
                    turnstile.exitAlone(stamp);
                });
        awaitWaiting(alone);
        turnstile.exitAlone(first);
        joinAll();
        assertEquals(List.of("shared", "alone"), order);
    }

    @Test
    void thoseWhoShareItAreInTogether() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            start(() -> {
                long stamp = turnstile.enter();
                inside.countDown();
                await(inside);
                turnstile.exit(stamp);
            });
        }
        joinAll();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without the queue, the changes would have to find a moment at which nobody is in. */
    @Test
    void changesGoOnWhileOthersComeAndGoAllTheTime() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicBoolean isAlone = new AtomicBoolean();
        AtomicInteger violations = new AtomicInteger();
        for (int i = 0; i < 8; i++) {
            start(() -> {
                while (!stop.get()) {
                    long stamp = turnstile.enter();
                    violations.addAndGet(isAlone.get() ? 1 : 0);
                    Thread.yield();
                    turnstile.exit(stamp);
                }
            });
        }
        for (int change = 0; change < 1_000; change++) {
            long stamp = turnstile.enterAlone();
            isAlone.set(true);
            Thread.yield();
            isAlone.set(false);
            turnstile.exitAlone(stamp);
        }
        stop.set(true);
        joinAll();
        assertEquals(0, violations.get());
        assertFalse(isAlone.get());
    }

    @Test
    void whoMustNotWaitStaysOutsideWhileAnotherIsAloneOrAboutToBe() throws InterruptedException {
        long first = turnstile.tryEnter();
        assertNotEquals(0, first);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread alone =
                start(() -> {
                    long stamp = turnstile.enterAlone();
                    inside.countDown();
                    awaitUninterruptibly(leave);
                    turnstile.exitAlone(stamp);
                });
        awaitWaiting(alone);
        assertEquals(0, turnstile.tryEnter());
        turnstile.exit(first);
        inside.await();
        assertEquals(0, turnstile.tryEnter());
        leave.countDown();
        joinAll();
        long last = turnstile.tryEnter();
        assertNotEquals(0, last);
        turnstile.exit(last);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
