package stator.database.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace();

    @Test
    void neverPausesWhileNothingBecomesSlower() {
        for (int batch = 0; batch < 100; batch++) {
            assertEquals(0, pace.pauseMillis(1000, 20 * MILLI + batch % 7 * MILLI));
        }
    }

    @Test
    void pausesAsLongAsItWorkedWhenOthersSlowItDown() {
        pace.pauseMillis(1000, 20 * MILLI);
        assertEquals(51, pace.pauseMillis(1000, 50 * MILLI));
        assertEquals(0, pace.pauseMillis(1000, 21 * MILLI));
    }

    @Test
    void pausesBrieflyEvenAfterAVeryLongBatch() {
        pace.pauseMillis(1000, 20 * MILLI);
        assertEquals(200, pace.pauseMillis(1000, 60_000 * MILLI));
    }

    @Test
    void learnsNothingFromAFewEntries() {
        assertEquals(0, pace.pauseMillis(1, MILLI));
        assertEquals(0, pace.pauseMillis(0, MILLI));
        assertEquals(0, pace.pauseMillis(1000, 900 * MILLI));
    }

    @Test
    void getsUsedToEntriesThatStayDear() {
        pace.pauseMillis(1000, 20 * MILLI);
        int pauses = 0;
        while (pace.pauseMillis(1000, 50 * MILLI) > 0) {
            pauses++;
        }
        assertTrue(pauses > 20 && pauses < 200, "pauses: " + pauses);
    }
}
