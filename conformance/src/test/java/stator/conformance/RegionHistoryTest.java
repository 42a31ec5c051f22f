package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import stator.conformance.RegionHistory.Write;

class RegionHistoryTest {
    private final RegionHistory history = new RegionHistory();

    @Test
    void writesThatOverlapMayWinEitherWay() {
        add("a", 1, 5, true);
        add("b", 4, 8, true);
        assertEquals(List.of(), history.violations(Map.of("k", "a")));
        assertEquals(List.of(), history.violations(Map.of("k", "b")));
    }

    @Test
    void anOlderWriteMustNotWin() {
        add("a", 1, 3, true);
        add("b", 4, 8, true);
        assertEquals(1, history.violations(Map.of("k", "a")).size());
        assertEquals(List.of(), history.violations(Map.of("k", "b")));
    }

    @Test
    void aWriteWithoutAnswerMayOrMayNotBeThere() {
        add("a", 1, 3, true);
        add("b", 4, 8, false);
        assertEquals(List.of(), history.violations(Map.of("k", "a")));
        assertEquals(List.of(), history.violations(Map.of("k", "b")));
    }

    @Test
    void anItemIsGoneOnlyIfSomebodyDeletedIt() {
        add("a", 1, 3, true);
        assertEquals(1, history.violations(Map.of()).size());
        add(null, 2, 4, true);
        assertEquals(List.of(), history.violations(Map.of()));
        add("b", 5, 6, true);
        assertEquals(1, history.violations(Map.of()).size());
        assertEquals(1, history.violations(Map.of("k", "a")).size());
    }

    @Test
    void whatNobodyWroteIsNotThere() {
        add("a", 1, 3, false);
        assertEquals(1, history.violations(Map.of("k", "x")).size());
        assertEquals(1, history.violations(Map.of("other", "a")).size());
    }

    private void add(String value, long begin, long end, boolean answered) {
        history.add(new Write("k", Optional.ofNullable(value), begin, end, answered));
    }
}
