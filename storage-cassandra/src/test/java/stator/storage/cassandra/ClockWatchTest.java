package stator.storage.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    @Test
    void anOffsetIsWhatIsCertain() {
        assertEquals(0, ClockWatch.offset(1_000, 1_003, 1_010));
        assertEquals(0, ClockWatch.offset(1_000, 1_000, 1_000));
        assertEquals(70, ClockWatch.offset(1_000, 930, 1_010));
        assertEquals(-20, ClockWatch.offset(1_000, 1_030, 1_010));
    }

    @Test
    void theMiddleOneOfTheNodesCounts() {
        assertEquals(5, ClockWatch.middle(List.of(5L)));
        assertEquals(2, ClockWatch.middle(List.of(60_000L, 2L, 0L)));
        assertEquals(60_000, ClockWatch.middle(List.of(60_000L, 59_990L, 60_020L)));
        assertEquals(1, ClockWatch.middle(List.of(-60_000L, 1L)));
        assertEquals(-1, ClockWatch.middle(List.of(60_000L, -1L)));
    }

    @Test
    void moreThanASecondIsTooMuch() {
        assertEquals("", ClockWatch.refusal(1_000));
        assertEquals("", ClockWatch.refusal(-1_000));
        assertTrue(ClockWatch.refusal(1_001).contains("1.0 s ahead of"));
        assertTrue(ClockWatch.refusal(-61_000).contains("61.0 s behind"));
    }
}
