package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stator.database.catalog.LiveTable;
import stator.database.expiry.ExpiryIndex;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.database.row.SecondaryIndex;
import stator.database.settings.DatabaseSettings;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.StreamSettings;
import stator.database.table.StreamSettings.View;
import stator.database.table.TableDescription;
import stator.database.table.TableReport;
import stator.database.table.TableReport.Holding;
import stator.database.table.TimeToLive;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;

final class DatabaseCheckTest {
    private static final int ITEMS = 50;
    private static final int WRITERS = 3;
    private static final int CHECKS = 12;
    private static final long FAR_SECONDS = 4_000_000_000L;

    private static TableDescription description() {
        TableDescription plain =
                described(
                        "T",
                        key("p:S", "s:N"),
                        local("l", key("p:S", "a:N"), Projection.ALL),
                        global("g", key("o:S", "a:N"), Projection.ALL));
        return new TimeToLive("ttl", true, 1, 0)
                .in(
                        plain.toBuilder().stream(
                                        new StreamSettings(true, View.NEW_AND_OLD_IMAGES, ""))
                                .build());
    }

    private static Item numbered(int number) {
        return item(
                "p",
                "p" + number % 5,
                "s",
                number,
                "a",
                number,
                "o",
                "o" + number % 3,
                "ttl",
                FAR_SECONDS + number);
    }

    private static TestDatabase filled(Engine engine) {
        TestDatabase test = new TestDatabase(engine);
        LiveTable table = test.create(description());
        for (int i = 0; i < ITEMS; i++) {
            test.put(table, numbered(i));
        }
        test.put(table, item("p", "p1", "s", 1, "a", 100, "o", "o1", "ttl", FAR_SECONDS + 1));
        test.delete(table, numbered(2));
        return test;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void saysWhatATableHolds(Engine engine) {
        try (TestDatabase test = filled(engine)) {
            DatabaseCheck check = test.database().check();
            check.run();
            assertEquals(List.of(), check.problems());
            TableReport report = check.reports().getFirst();
            assertEquals(ITEMS - 1, report.items());
            assertEquals(ITEMS + 2, report.records());
            assertEquals(
                    List.of(
                            new Holding("index l", ITEMS - 1),
                            new Holding("index g", ITEMS - 1),
                            new Holding("expiries", ITEMS - 1)),
                    report.derived());
            assertTrue(check.rows() > 4 * ITEMS, () -> "rows: " + check.rows());
        }
    }

    /** Changes rows below the database. */
    private interface Damage {
        void make(TestDatabase test, LiveTable table);
    }

    private static Arguments damage(String name, Damage damage, String... problems) {
        return Arguments.of(name, damage, List.of(problems));
    }

    static Stream<Arguments> damages() {
        String of3 = "{p: {\"S\": \"p3\"}, s: {\"N\": \"3\"}}";
        String of99 = "{p: {\"S\": \"x\"}, s: {\"N\": \"99\"}}";
        return Stream.of(
                damage(
                        "an entry of a local index is missing",
                        (test, table) -> delete(test, entry(table, "l", numbered(3)), false),
                        "index l " + of3 + ": the item's row is missing"),
                damage(
                        "an entry of a global index is missing",
                        (test, table) -> delete(test, entry(table, "g", numbered(3)), true),
                        "index g " + of3 + ": the item's row is missing"),
                damage(
                        "an entry of a global index is of no item",
                        (test, table) -> {
                            Item other = item("p", "x", "s", 99, "o", "y", "a", 5);
                            put(test, entry(table, "g", other), other.toBytes(), true);
                        },
                        "index g " + of99 + ": a row of no item"),
                damage(
                        "an entry of a local index is of an older item",
                        (test, table) ->
                                put(
                                        test,
                                        entry(table, "l", numbered(3)),
                                        item("p", "p3", "s", 3, "a", 3).toBytes(),
                                        false),
                        "index l " + of3 + ": the row is another than the item's"),
                damage(
                        "an expiry is missing",
                        (test, table) -> delete(test, expiry(table, numbered(3)), true),
                        "expiries " + of3 + ": the item's row is missing"),
                damage(
                        "items are counted that are not there",
                        (test, table) -> count(test, table, 2, 0),
                        "counters: there are 49 items, and counted are 51"),
                damage(
                        "bytes are counted that are not there",
                        (test, table) -> count(test, table, 0, -7),
                        "counters: there are 1023 bytes of items, and counted are 1016"),
                damage(
                        "the last record of an item is missing",
                        (test, table) -> delete(test, record(test, table, ITEMS), true),
                        "log of changes {p: {\"S\": \"p1\"}, s: {\"N\": \"1\"}}: the item is not"
                                + " what its last change made of it"),
                damage(
                        "the record of a removal is missing",
                        (test, table) -> delete(test, record(test, table, ITEMS + 1), true),
                        "log of changes {p: {\"S\": \"p2\"}, s: {\"N\": \"2\"}}: the item is not"
                                + " there, and its last change did not remove it"),
                damage(
                        "a change is missing between two",
                        (test, table) -> {
                            Item old = numbered(4);
                            test.put(table, item("p", "p4", "s", 4, "b", 1));
                            test.put(table, item("p", "p4", "s", 4, "b", 2));
                            test.put(table, old);
                            delete(test, record(test, table, ITEMS + 3), true);
                        },
                        "log of changes {p: {\"S\": \"p4\"}, s: {\"N\": \"4\"}}: a change is"
                                + " missing"),
                damage(
                        "a position of an index that is filled is kept",
                        (test, table) ->
                                put(
                                        test,
                                        Layout.position(table.secondaryIndex("g").place().space()),
                                        new byte[4],
                                        false),
                        "index g: is filled, and its position is kept"),
                damage(
                        "an item's bytes are none of an item",
                        (test, table) ->
                                put(test, table.itemKey(numbered(3)), new byte[] {9, 9}, false),
                        "items: the row ",
                        "index l " + of3 + ": a row of no item",
                        "index g " + of3 + ": a row of no item",
                        ": a row of no item",
                        "counters: there are 1002 bytes of items, and counted are 1023",
                        "counters: there are 48 entries of index l, and counted are 49",
                        "counters: there are 1002 bytes of index l, and counted are 1023",
                        "counters: there are 48 entries of index g, and counted are 49",
                        "counters: there are 1002 bytes of index g, and counted are 1023"),
                damage(
                        "a space of no table is not empty",
                        (test, table) -> {
                            int space = test.create(described("U", key("p:S", ""))).space();
                            test.tables().delete(NAMESPACE, "U", gone -> {});
                            put(
                                    test,
                                    new RowKey(space, new byte[1], Layout.ITEM_KIND, new byte[0]),
                                    new byte[1],
                                    false);
                        },
                        " belongs to no table and is not empty"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void findsDamageInMemory(String name, Damage damage, List<String> problems) {
        finds(Engine.MEMORY, damage, problems);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void findsDamageOnDisk(String name, Damage damage, List<String> problems) {
        finds(Engine.ROCKSDB, damage, problems);
    }

    private static void finds(Engine engine, Damage damage, List<String> problems) {
        TestDatabase test = filled(engine);
        damage.make(test, test.table("T"));
        List<String> found = DatabaseCheck.problems(test.database());
        assertEquals(problems.size(), found.size(), found::toString);
        for (int i = 0; i < problems.size(); i++) {
            String expected = problems.get(i);
            assertTrue(found.get(i).contains(expected), found::toString);
        }
        test.database().close();
    }

    @Test
    void tellsTheFirstOfMuchThatIsWrong() {
        TestDatabase test = filled(Engine.MEMORY);
        LiveTable table = test.table("T");
        for (int i = 10; i < ITEMS; i++) {
            delete(test, entry(table, "g", numbered(i)), true);
        }
        DatabaseCheck check = test.database().check();
        check.run();
        TableReport report = check.reports().getFirst();
        assertEquals(10, report.findings().size());
        assertTrue(report.others() > 0, report::toString);
        assertEquals(new Holding("index g", 9), report.derived().get(1));
        test.database().close();
    }

    private static RowKey entry(LiveTable table, String index, Item item) {
        SecondaryIndex of = table.secondaryIndex(index);
        return of.entryKey(item);
    }

    private static RowKey expiry(LiveTable table, Item item) {
        ExpiryIndex index = ExpiryIndex.of(table).orElseThrow();
        return index.entryKey(table.itemKey(item), index.expiry(item).getAsLong());
    }

    /** The key of a record, by its number in the order of changes. */
    private static RowKey record(TestDatabase test, LiveTable table, int number) {
        int space = table.record().log().shards().getFirst().space();
        List<RowKey> keys = new ArrayList<>();
        RowPage.forEach(test.store(), space, Layout.RECORD_KIND, (key, row) -> keys.add(key));
        return keys.get(number);
    }

    private static void delete(TestDatabase test, RowKey key, boolean isDerived) {
        change(
                test,
                (version, batch) -> {
                    if (isDerived) {
                        batch.deleteDerived(key, version);
                    } else {
                        batch.delete(key);
                    }
                });
    }

    private static void put(TestDatabase test, RowKey key, byte[] payload, boolean isDerived) {
        change(
                test,
                (version, batch) -> {
                    if (isDerived) {
                        batch.putDerived(key, new Row(version, payload));
                    } else {
                        batch.put(key, new Row(version, payload));
                    }
                });
    }

    private static void count(TestDatabase test, LiveTable table, long... deltas) {
        change(test, (version, batch) -> batch.increment(table.space(), deltas));
    }

    private interface Change {
        void add(long version, WriteBatch batch);
    }

    private static void change(TestDatabase test, Change change) {
        RowKey any = test.table("T").itemKey(numbered(0));
        test.store()
                .update(
                        List.of(any),
                        (rows, batch) -> {
                            change.add(test.store().highestVersion() + 1, batch);
                            return true;
                        });
    }

    /** Items are put, moved within indexes, deleted, expire, and are written by transactions. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void findsNothingWhileClientsWrite(Engine engine) throws Exception {
        Engine.Directory directory = engine.newDirectory();
        Database database =
                Database.open(
                        directory.open(),
                        DatabaseSettings.DEFAULT,
                        Clock.systemUTC(),
                        new Random(1));
        LiveTable table =
                LiveTable.of(database.tables().create(NAMESPACE, description()).orElseThrow());
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(i);
                writers.add(
                        threads.submit(() -> {
                            while (!done.get()) {
                                write(database, table, random);
                            }
                        }));
            }
            try {
                for (int i = 0; i < CHECKS; i++) {
                    assertEquals(List.of(), DatabaseCheck.problems(database));
                }
            } finally {
                done.set(true);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertTrue(database.items().statistics(table).items() > 0);
        database.close();
        directory.delete();
    }

    private static void write(Database database, LiveTable table, Random random) {
        switch (random.nextInt(4)) {
            case 0 ->
                    database.items()
                            .write(table, some(random), current -> new WriteDecision.Delete());
            case 1 -> {
                int first = random.nextInt(100);
                database.items()
                        .writeAll(
                                List.of(
                                        put(table, random, first),
                                        put(table, random, first + 100)));
            }
            default -> {
                Item item = some(random);
                database.items().write(table, item, current -> new WriteDecision.Put(item));
            }
        }
    }

    private static TargetedWrite put(LiveTable table, Random random, int number) {
        Item item = some(random, number);
        return new TargetedWrite(table, item, current -> new WriteDecision.Put(item));
    }

    private static Item some(Random random) {
        return some(random, random.nextInt(200));
    }

    private static Item some(Random random, int number) {
        long expires = random.nextInt(4) == 0 ? 1_700_000_000L : FAR_SECONDS + random.nextInt(9);
        return random.nextInt(5) == 0
                ? item("p", "p" + number % 5, "s", number)
                : item(
                        "p",
                        "p" + number % 5,
                        "s",
                        number,
                        "a",
                        random.nextInt(20),
                        "o",
                        "o" + random.nextInt(3),
                        "ttl",
                        expires);
    }

    @Test
    void aCheckOfADatabaseGoesOnByItselfAndOneAtATime() throws InterruptedException {
        TestDatabase test = filled(Engine.MEMORY);
        Checks checks = test.database().checks();
        assertEquals(Optional.empty(), checks.last());
        Checks.Run run = checks.begin();
        while (run.state() == Checks.State.RUNNING) {
            Thread.sleep(1);
        }
        assertEquals(Checks.State.DONE, run.state());
        assertEquals(1, run.check().reports().size());
        assertEquals(run, checks.last().orElseThrow());
        assertEquals(2, checks.begin().number());
        test.close();
        assertFalse(checks.last().orElseThrow().state() == Checks.State.RUNNING);
        assertThrows(IllegalStateException.class, checks::begin);
    }
}
