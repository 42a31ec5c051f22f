package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stator.database.catalog.LiveTable;
import stator.database.item.KeyRange;
import stator.database.item.QuerySpec;
import stator.database.settings.DatabaseSettings;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.TableDescription;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.storage.Consistency;

final class IndexLagTest {
    private static final long LAG_MILLIS = 100;
    private static final DatabaseSettings LAGGING =
            new DatabaseSettings(0, LAG_MILLIS, DatabaseSettings.UNLIMITED, 0);

    private static TableDescription described() {
        return TestDatabase.described(
                "T",
                key("p:S", "s:N"),
                local("l", key("p:S", "n:N"), Projection.ALL),
                global("g", key("a:S", "n:N"), Projection.ALL));
    }

    private static List<Item> query(TestDatabase test, String a, boolean forward, Item start) {
        List<Item> found = new ArrayList<>();
        KeyRange range = KeyRange.of(List.of(AttributeValue.string(a)));
        QuerySpec spec = new QuerySpec("g", range, forward, start, Consistency.EVENTUAL);
        test.database().items().query(test.table("T"), spec, found::add);
        return found;
    }

    @Test
    void aGlobalIndexShowsAWriteLaterAndATableAtOnce() {
        try (TestDatabase test = new TestDatabase(LAGGING)) {
            LiveTable table = test.create(described());
            Item first = item("p", "x", "s", 1, "a", "k", "n", 1);
            Item second = item("p", "x", "s", 1, "a", "k", "n", 1, "changed", 1);
            test.put(table, first);
            assertEquals(List.of(), query(test, "k", true, Item.EMPTY));
            assertEquals(List.of(first), test.entries(table, "l"));
            assertEquals(List.of(first), test.entries(table, ""));
            test.pass(LAG_MILLIS);
            assertEquals(List.of(first), query(test, "k", true, Item.EMPTY));
            test.put(table, second);
            test.pass(LAG_MILLIS - 1);
            test.delete(table, second);
            assertEquals(List.of(first), query(test, "k", true, Item.EMPTY));
            test.pass(1);
            assertEquals(List.of(second), query(test, "k", true, Item.EMPTY));
            test.pass(LAG_MILLIS - 1);
            assertEquals(List.of(), query(test, "k", true, Item.EMPTY));
        }
    }

    /** Compared with what the index without a lag showed at the time. */
    @Test
    void whatIsShownIsTheIndexOfAMomentBefore() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<Long, List<Item>> history = new TreeMap<>();
        try (TestDatabase test = new TestDatabase(LAGGING);
                TestDatabase now = new TestDatabase()) {
            LiveTable table = test.create(described());
            now.create(described());
            history.put(0L, List.of());
            for (int step = 0; step < 3_000; step++) {
                Item item =
                        item(
                                "p",
                                "p" + random.nextInt(3),
                                "s",
                                random.nextInt(4),
                                random.nextInt(5) == 0 ? "b" : "a",
                                "k" + random.nextInt(2),
                                "n",
                                random.nextInt(3));
                boolean deletes = random.nextInt(4) == 0;
                for (TestDatabase each : List.of(test, now)) {
                    if (deletes) {
                        each.delete(each.table("T"), item);
                    } else {
                        each.put(each.table("T"), item);
                    }
                }
                history.put(test.nowMillis(), now.entries(now.table("T"), "g"));
                test.pass(random.nextInt(3) == 0 ? random.nextInt(60) : 0);
                List<Item> expected = history.floorEntry(test.nowMillis() - LAG_MILLIS).getValue();
                assertEquals(expected, test.entries(table, "g"), "seed " + seed);
                requireQueries(test, expected, "k" + random.nextInt(2), seed);
            }
        }
    }

    private static void requireQueries(TestDatabase test, List<Item> all, String a, long seed) {
        List<Item> expected = all.stream().filter(item -> item.get("a").text().equals(a)).toList();
        assertEquals(expected, query(test, a, true, Item.EMPTY), "seed " + seed);
        assertEquals(expected.reversed(), query(test, a, false, Item.EMPTY), "seed " + seed);
        if (!expected.isEmpty()) {
            int at = expected.size() / 2;
            Item start = expected.get(at);
            assertEquals(
                    expected.subList(at + 1, expected.size()),
                    query(test, a, true, start),
                    "seed " + seed);
            assertEquals(
                    expected.subList(0, at).reversed(),
                    query(test, a, false, start),
                    "seed " + seed);
        }
    }
}
