package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
}
