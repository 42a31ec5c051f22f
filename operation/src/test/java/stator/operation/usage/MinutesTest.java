package stator.operation.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import stator.door.testing.StandingClock;

class MinutesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A thousand minutes after the first one of all. */
    private final StandingClock clock = new StandingClock("1970-01-01T16:40:00Z");

    private final AtomicInteger used = new AtomicInteger();
    private final Minutes minutes = new Minutes(clock, minutes -> used.incrementAndGet());

    @Test
    void eachMinuteHasItsValues() {
        assertEquals(List.of(), minutes.since(0));
        minutes.add(3);
        minutes.add(1);
        clock.advance(MINUTE);
        minutes.add(7);
        clock.advance(MINUTE.multipliedBy(3));
        minutes.add(2);
        List<Minute> all =
                List.of(
                        new Minute(1_000, 2, 4, 1, 3),
                        new Minute(1_001, 1, 7, 7, 7),
                        new Minute(1_004, 1, 2, 2, 2));
        assertEquals(all, minutes.since(0));
        assertEquals(all.subList(1, 3), minutes.since(1_001));
        assertEquals(1_004, minutes.lastMinute());
        assertEquals(3, used.get());
    }

    @Test
    void aValueThatComesLateIsOneOfTheNextMinute() {
        minutes.add(1);
        clock.advance(MINUTE);
        minutes.add(2);
        clock.advance(MINUTE.negated());
        minutes.add(3);
        assertEquals(
                List.of(new Minute(1_000, 1, 1, 1, 1), new Minute(1_001, 2, 5, 2, 3)),
                minutes.since(0));
    }

    /** Else its minute would begin after the present one, which would then begin once more. */
    @Test
    void aThreadThatStoodStillForMinutesAddsToThePresentOne() {
        Iterator<Integer> read = List.of(1_000, 1_000, 1_005, 1_005, 1_001, 1_005).iterator();
        Minutes minutes =
                new Minutes(() -> Instant.EPOCH.plus(MINUTE.multipliedBy(read.next())), m -> {});
        minutes.add(1);
        minutes.add(2);
        minutes.add(3);
        assertEquals(
                List.of(new Minute(1_000, 1, 1, 1, 1), new Minute(1_005, 2, 5, 2, 3)),
                minutes.since(0));
    }

    @Test
    void keepsAllValuesThroughARest() {
        minutes.restIfUnused();
        assertEquals(0, minutes.lastMinute());
        minutes.add(1);
        clock.advance(MINUTE);
        minutes.add(2);
        minutes.restIfUnused();
        minutes.add(3);
        clock.advance(MINUTE.multipliedBy(3));
        minutes.restIfUnused();
        minutes.restIfUnused();
        List<Minute> before = List.of(new Minute(1_000, 1, 1, 1, 1), new Minute(1_001, 2, 5, 2, 3));
        assertEquals(before, minutes.since(0));
        assertEquals(1_001, minutes.lastMinute());
        assertEquals(2, used.get());
        minutes.add(4);
        assertEquals(new Minute(1_004, 1, 4, 4, 4), minutes.since(0).getLast());
        assertEquals(before, minutes.since(0).subList(0, 2));
        assertEquals(3, used.get());
    }

    @Test
    void theOldestGo() {
        for (int i = 0; i < 3 * Minutes.KEPT; i++) {
            minutes.add(i);
            clock.advance(MINUTE);
        }
        List<Minute> kept = minutes.since(0);
        assertTrue(kept.size() >= Minutes.KEPT && kept.size() <= Minutes.KEPT + 2);
        assertEquals(1_000 + 3 * Minutes.KEPT - 1, kept.getLast().minute());
    }

    @Test
    void threadsLoseNothing() throws Exception {
        int threads = 4;
        int values = 50_000;
        Duration pause = Duration.ofMillis(50);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                done.add(
                        pool.submit(() -> {
                            for (int value = 0; value < values; value++) {
                                minutes.add(1);
                                clock.advance(pause);
                                minutes.since(0);
                            }
                        }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        long perMinute = MINUTE.dividedBy(pause);
        long all = (long) threads * values;
        List<Minute> kept = minutes.since(0);
        assertTrue(all / perMinute > kept.size());
        // A thread may be late by more than a minute in the middle of a value, as minutes pass
        // here.
        kept.forEach(minute ->
                assertTrue(
                        minute.count() <= minute.sum() && minute.sum() <= minute.count() + threads,
                        minute::toString));
        // The last ones are whole, but for those that were late in the first or last of them.
        long wanted = perMinute * (kept.size() - 2);
        double got = kept.stream().mapToDouble(Minute::sum).sum();
        assertTrue(got >= wanted, got + " of " + wanted);
    }
}
