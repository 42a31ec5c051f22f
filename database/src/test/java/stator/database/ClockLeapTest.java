package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.database.TestDatabase.item;

import org.junit.jupiter.api.Test;
import stator.database.catalog.LiveTable;
import stator.database.settings.ChangeLogSettings;
import stator.database.settings.DatabaseSettings;
import stator.database.table.StreamSettings.View;

/** A wall clock that is set wrongly for some seconds, and what must be there afterwards. */
class ClockLeapTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final DatabaseSettings SHORT_SHARDS =
            DatabaseSettings.DEFAULT.with(new ChangeLogSettings(DAY, 4_000, 10));

    @Test
    void recordsOfAStreamSurviveALeapForward() {
        try (TestDatabase test = new TestDatabase(SHORT_SHARDS)) {
            LiveTable table = test.create(ChangesTest.streaming(View.NEW_IMAGE));
            for (int i = 0; i < 24; i++) {
                test.put(table, item("p", "x" + i));
                test.pass(1_000);
                test.work();
            }
            test.leap(2 * DAY);
            test.work();
            test.pass(3_000);
            test.work();
            assertEquals(24, new ChangeConsumer(test, table).all().size());
            test.leap(-2 * DAY);
            test.work();
            test.put(table, item("p", "y"));
            test.work();
            assertEquals(25, new ChangeConsumer(test, table).all().size());
        }
    }

    @Test
    void recordsGoOnceALeapHasStoodForTenMinutes() {
        try (TestDatabase test = new TestDatabase(SHORT_SHARDS)) {
            LiveTable table = test.create(ChangesTest.streaming(View.NEW_IMAGE));
            test.put(table, item("p", "x"));
            test.leap(2 * DAY);
            test.work();
            test.pass(10 * 60_000 + 1);
            test.work();
            assertEquals(0, new ChangeConsumer(test, table).all().size());
        }
    }
}
