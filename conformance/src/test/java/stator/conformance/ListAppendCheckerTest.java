package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.conformance.AppendTransaction.Append;
import stator.conformance.AppendTransaction.Outcome;
import stator.conformance.AppendTransaction.Read;

/** The checker finds every kind of anomaly, and none where there is none. */
class ListAppendCheckerTest {
    private final List<AppendTransaction> history = new ArrayList<>();

    /**
     * Adds a transaction, between two times, of {@code "x+1"} (append) and {@code "x:1,2"} (read).
     */
    private void add(Outcome outcome, long invoked, long returned, String... steps) {
        List<Append> appends = new ArrayList<>();
        List<Read> reads = new ArrayList<>();
        for (String step : steps) {
            String key = step.substring(0, 1);
            String rest = step.substring(2);
            if (step.charAt(1) == '+') {
                appends.add(new Append(key, Long.parseLong(rest)));
            } else {
                reads.add(
                        new Read(
                                key,
                                rest.isEmpty()
                                        ? List.of()
                                        : List.of(rest.split(",")).stream()
                                                .map(Long::valueOf)
                                                .toList()));
            }
        }
        history.add(
                new AppendTransaction(
                        "T" + history.size(), appends, reads, outcome, invoked, returned));
    }

    private void applied(long invoked, long returned, String... steps) {
        add(Outcome.APPLIED, invoked, returned, steps);
    }

    private void assertProblem(String part) {
        String found = String.join("\n", ListAppendChecker.problems(history));
        assertTrue(found.contains(part), found);
    }

    @Test
    void aSerialHistoryIsFine() {
        applied(0, 1, "x+1", "y+2");
        applied(2, 3, "x:1", "y:2");
        applied(4, 5, "x+3");
        add(Outcome.NOT_APPLIED, 6, 7, "y+4");
        add(Outcome.UNKNOWN, 6, AppendTransaction.NEVER, "y+5", "x+6");
        applied(8, 9, "x:1,3", "y:2");
        assertEquals(List.of(), ListAppendChecker.problems(history));
    }

    @Test
    void concurrentTransactionsMayComeInAnyOrder() {
        applied(0, 10, "x+1");
        applied(0, 10, "x+2");
        applied(0, 10, "x:");
        applied(0, 10, "x:2");
        add(Outcome.UNKNOWN, 3, AppendTransaction.NEVER, "x+3");
        applied(20, 30, "x:2,1,3");
        assertEquals(List.of(), ListAppendChecker.problems(history));
    }

    @Test
    void findsALostAppend() {
        applied(0, 1, "x+1");
        applied(2, 3, "x+2");
        applied(4, 5, "x:2");
        assertProblem("was acknowledged");
    }

    @Test
    void findsATornTransaction() {
        add(Outcome.UNKNOWN, 0, AppendTransaction.NEVER, "x+1", "y+2");
        applied(4, 5, "x:1", "y:");
        assertProblem("was applied without");
    }

    @Test
    void findsWhatWasRefused() {
        add(Outcome.NOT_APPLIED, 0, 1, "x+1");
        applied(4, 5, "x:1");
        assertProblem("was refused");
    }

    @Test
    void findsADuplicate() {
        applied(0, 1, "x+1");
        applied(4, 5, "x:1,1");
        assertProblem("twice");
    }

    @Test
    void findsReadsThatNoListEverWas() {
        applied(0, 1, "x+1");
        applied(0, 1, "x+2");
        add(Outcome.WEAK_READ, 2, 3, "x:2");
        applied(4, 5, "x:1,2");
        assertProblem("what never was");
    }

    @Test
    void findsAStaleRead() {
        applied(0, 1, "x+1");
        applied(2, 3, "x:");
        applied(4, 5, "x:1");
        assertProblem("No order explains");
    }

    @Test
    void findsReadsThatSeeTwoTransactionsInDifferentOrders() {
        applied(0, 10, "x+1");
        applied(0, 10, "y+2");
        applied(0, 10, "x:1", "y:");
        applied(0, 10, "x:", "y:2");
        applied(20, 30, "x:1", "y:2");
        assertProblem("No order explains");
    }

    @Test
    void findsAReadInTheMiddleOfATransaction() {
        applied(0, 10, "x+1", "y+2");
        applied(0, 10, "x:1", "y:");
        applied(20, 30, "x:1", "y:2");
        assertProblem("No order explains");
    }

    @Test
    void findsAppendsAgainstRealTime() {
        applied(0, 1, "x+1");
        applied(2, 3, "x+2");
        applied(4, 5, "x:2,1");
        assertProblem("No order explains");
    }

    /** A history as the runs make them, only one after the other. */
    private void longHistory(SplittableRandom random) {
        Map<String, List<Long>> lists = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            List<Append> appends = new ArrayList<>();
            List<Read> reads = new ArrayList<>();
            for (String key : List.of("x", "y", "z")) {
                List<Long> list = lists.computeIfAbsent(key, none -> new ArrayList<>());
                if (i % 2 == 0 && random.nextInt(3) > 0) {
                    list.add((long) i * 10 + appends.size());
                    appends.add(new Append(key, list.getLast()));
                } else if (i % 2 == 1) {
                    reads.add(new Read(key, List.copyOf(list)));
                }
            }
            history.add(
                    new AppendTransaction(
                            "T" + i, appends, reads, Outcome.APPLIED, 2L * i, 2L * i + 1));
        }
    }

    private AppendTransaction with(AppendTransaction old, Outcome outcome, List<Read> reads) {
        return new AppendTransaction(
                old.name(), old.appends(), reads, outcome, old.invokedNanos(), old.returnedNanos());
    }

    /** One answer of many that is wrong is enough. */
    @ParameterizedTest
    @ValueSource(strings = {"lost", "swapped", "stale", "early", "refused"})
    void findsOneWrongAnswerInALongHistory(String damage) {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            history.clear();
            longHistory(random);
            assertEquals(List.of(), ListAppendChecker.problems(history));
            damage(damage, 101 + 2 * random.nextInt(50));
            assertNotEquals(
                    List.of(), ListAppendChecker.problems(history), damage + ", seed " + seed);
        }
    }

    /** Changes what a transaction in the middle read, or what became of one before it. */
    private void damage(String damage, int at) {
        AppendTransaction reader = history.get(at);
        Read read = reader.reads().getFirst();
        List<Long> values = new ArrayList<>(read.values());
        switch (damage) {
            case "lost" -> values.remove(values.size() / 2);
            case "swapped" -> Collections.swap(values, 0, values.size() - 1);
            case "stale" -> values.subList(values.size() - 3, values.size()).clear();
            case "early" -> values.addAll(later(read, values.size()));
            case "refused" -> refuse(values.getFirst());
            default -> throw new IllegalArgumentException(damage);
        }
        List<Read> reads = new ArrayList<>(reader.reads());
        reads.set(0, new Read(read.key(), values));
        history.set(at, with(reader, reader.outcome(), reads));
    }

    /** What was appended to a list after it was read. */
    private List<Long> later(Read read, int known) {
        List<Long> whole =
                history.getLast().reads().stream()
                        .filter(last -> last.key().equals(read.key()))
                        .findFirst()
                        .orElseThrow()
                        .values();
        return whole.subList(known, known + 1);
    }

    private void refuse(long value) {
        for (int i = 0; i < history.size(); i++) {
            AppendTransaction old = history.get(i);
            if (old.appends().stream().anyMatch(append -> append.value() == value)) {
                history.set(i, with(old, Outcome.NOT_APPLIED, old.reads()));
                return;
            }
        }
        throw new IllegalStateException("Nobody appended " + value);
    }
}
