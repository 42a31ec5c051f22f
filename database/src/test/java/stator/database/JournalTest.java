package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.item.TableSnapshot;
import stator.database.row.Layout;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.TableDescription;
import stator.model.Item;
import stator.storage.SpaceScan;

/** A table as it stood at times before, compared with what was recorded then. */
class JournalTest {
    private static final int WRITERS = 4;
    private static final int INSTANTS = 100;
    private static final int WRITES = 20;

    private static LiveTable create(TestDatabase test) {
        TableDescription table =
                described("table", key("p:S", "s:N"), global("g", key("a:S", ""), Projection.ALL));
        return test.create(new PointInTimeRecovery(test.nowMillis(), 35).in(table));
    }

    private static Map<String, Item> at(Database database, LiveTable table, long millis) {
        try (TableSnapshot snapshot = database.items().snapshot(table).orElseThrow()) {
            Map<String, Item> items = new HashMap<>();
            snapshot.forEachAt(
                    millis,
                    item -> {
                        assertEquals(null, items.put(name(item), item));
                        return true;
                    });
            return items;
        }
    }

    private static String name(Item item) {
        return item.get("p").text() + "/" + item.get("s").text();
    }

    /** Four threads write in each second; what is there at its end is recorded. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void showsTheTableAsItStoodAtAnyInstant(Engine engine) throws InterruptedException {
        long seed = Long.getLong("stator.journal.seed", 1);
        SplittableRandom random = new SplittableRandom(seed);
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = create(test);
            Map<String, Item> model = new ConcurrentHashMap<>();
            TreeMap<Long, Map<String, Item>> history = new TreeMap<>();
            history.put(test.nowMillis(), Map.of());
            for (int round = 0; round < INSTANTS; round++) {
                test.pass(1_000);
                writeConcurrently(test, table, model, random.split());
                history.put(test.nowMillis(), Map.copyOf(model));
                if (round == INSTANTS / 2) {
                    test.reopen();
                    table = test.table("table");
                }
            }
            test.pass(1_000);
            LiveTable now = table;
            Thread writer =
                    Thread.ofPlatform()
                            .start(() -> write(test, now, new HashMap<>(), 0, random.split(), 500));
            for (Map.Entry<Long, Map<String, Item>> then : history.entrySet()) {
                long within = then.getKey() + random.nextInt(1_000);
                assertEquals(then.getValue(), at(test.database(), table, within), "seed " + seed);
            }
            writer.join();
        }
    }

    private static void writeConcurrently(
            TestDatabase test, LiveTable table, Map<String, Item> model, SplittableRandom random)
            throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        IntStream.range(0, WRITERS)
                .forEach(number -> {
                    SplittableRandom own = random.split();
                    writers.add(
                            Thread.ofPlatform()
                                    .start(() -> write(test, table, model, number, own, WRITES)));
                });
        for (Thread writer : writers) {
            writer.join();
        }
    }

    /** Writers share partitions but no items. */
    private static void write(
            TestDatabase test,
            LiveTable table,
            Map<String, Item> model,
            int writer,
            SplittableRandom random,
            int writes) {
        for (int i = 0; i < writes; i++) {
            Item key =
                    item("p", "p" + random.nextInt(5), "s", random.nextInt(8) * WRITERS + writer);
            if (random.nextInt(3) == 0) {
                test.delete(table, key);
                model.remove(name(key));
            } else {
                Item item =
                        item(
                                "p",
                                key.get("p").text(),
                                "s",
                                Integer.parseInt(key.get("s").text()),
                                "a",
                                "v" + random.nextInt(100));
                test.put(table, item);
                model.put(name(item), item);
            }
        }
    }

    @Test
    void isTrimmedToItsPeriod() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table =
                    test.create(
                            new PointInTimeRecovery(test.nowMillis(), 1)
                                    .in(described("table", key("p:S", ""))));
            test.put(table, item("p", "a", "v", 1));
            test.pass(Duration.ofHours(30).toMillis());
            test.put(table, item("p", "a", "v", 2));
            test.put(table, item("p", "b"));
            assertEquals(3, rows(test, table));
            test.work();
            assertEquals(2, rows(test, table));
            long yesterday = test.nowMillis() - Duration.ofHours(24).toMillis();
            assertEquals(
                    Map.of("a/", item("p", "a", "v", 1)),
                    simple(test.database(), table, yesterday));
        }
    }

    private static Map<String, Item> simple(Database database, LiveTable table, long millis) {
        Map<String, Item> items = new HashMap<>();
        try (TableSnapshot snapshot = database.items().snapshot(table).orElseThrow()) {
            snapshot.forEachAt(
                    millis,
                    item -> {
                        items.put(item.get("p").text() + "/", item);
                        return true;
                    });
        }
        return items;
    }

    @Test
    void goesWhenItIsNoLongerWanted() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = create(test);
            test.put(table, item("p", "a", "s", 1));
            test.tables()
                    .update(TestDatabase.NAMESPACE, "table", PointInTimeRecovery::off)
                    .orElseThrow();
            test.put(test.table("table"), item("p", "b", "s", 1));
            assertEquals(1, rows(test, table));
        }
    }

    private static int rows(TestDatabase test, LiveTable table) {
        int[] rows = {0};
        test.store()
                .scan(
                        SpaceScan.all(table.space(), Layout.JOURNAL_KIND),
                        stator.storage.Consistency.STRONG,
                        (key, row) -> ++rows[0] > 0);
        return rows[0];
    }
}
