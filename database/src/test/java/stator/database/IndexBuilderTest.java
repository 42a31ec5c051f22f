package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.item.WriteDecision;
import stator.database.row.Layout;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Backfill;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.TableDescription;
import stator.database.table.TableStatistics.IndexStatistics;
import stator.database.table.TableStatus;
import stator.database.table.Transition;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Consistency;

final class IndexBuilderTest {
    private static final int ITEMS = 20;

    private static TableDescription plain() {
        return described("T", key("p:S", ""));
    }

    private static IndexDescription byNumber(String name) {
        return global(name, key("n:N", ""), Projection.KEYS_ONLY);
    }

    private static Item numbered(int i) {
        return item("p", "k" + i, "n", i % 3, "other", "x".repeat(i));
    }

    private static LiveTable filledTable(TestDatabase test) {
        LiveTable table = test.create(plain());
        for (int i = 0; i < ITEMS; i++) {
            test.put(table, numbered(i));
        }
        return table;
    }

    /** The keys of items, of which no two have the same. */
    private static Set<String> keys(List<Item> items) {
        Set<String> keys = new HashSet<>();
        items.forEach(item -> assertTrue(keys.add(item.get("p").text())));
        return keys;
    }

    private static Set<String> keys(int from, int to) {
        Set<String> keys = new HashSet<>();
        for (int i = from; i < to; i++) {
            keys.add("k" + i);
        }
        return keys;
    }

    private static TableStatus status(TestDatabase test) {
        return test.table("T").index("g").orElseThrow().statusAt(test.nowMillis());
    }

    private static Item find(List<Item> items, String key) {
        return items.stream().filter(i -> i.get("p").text().equals(key)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anIndexGetsTheItemsThatWereThereBefore(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            filledTable(test);
            LiveTable table = test.addIndex("T", byNumber("g"));
            assertTrue(table.index("g").orElseThrow().backfilling());
            assertEquals(TableStatus.CREATING, status(test));
            test.check();
            test.work();
            table = test.table("T");
            assertFalse(table.index("g").orElseThrow().backfilling());
            assertEquals(TableStatus.ACTIVE, status(test));
            List<Item> entries = test.entries(table, "g");
            assertEquals(keys(0, ITEMS), keys(entries));
            assertEquals(item("p", "k4", "n", 1), find(entries, "k4"));
            long bytes = entries.stream().mapToLong(Item::sizeBytes).sum();
            assertEquals(
                    new IndexStatistics(ITEMS, bytes),
                    test.database().items().statistics(table).indexes().get("g"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void itemsThatBreakTheRulesForIndexKeysAreLeftOut(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(plain());
            test.put(table, item("p", "without"));
            test.put(table, item("p", "half", "a", "x"));
            test.put(table, item("p", "number", "a", 1, "b", "y"));
            test.put(table, item("p", "empty", "a", "", "b", "y"));
            test.put(table, item("p", "good", "a", "x".repeat(2048), "b", "y".repeat(1024)));
            test.put(table, item("p", "long", "a", "x".repeat(2049), "b", "y"));
            test.put(table, item("p", "long sort", "a", "x", "b", "y".repeat(1025)));
            test.addIndex("T", global("g", key("a:S", "b:S"), Projection.ALL));
            test.work();
            assertEquals(Set.of("good"), keys(test.entries(test.table("T"), "g")));
            table = test.table("T");
            test.put(table, item("p", "number", "a", 1, "b", "y", "c", "changed"));
            test.put(table, item("p", "half", "a", "x", "b", "z"));
            test.delete(table, item("p", "empty"));
            assertEquals(Set.of("good", "half"), keys(test.entries(test.table("T"), "g")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anItemWrittenMeanwhileIsIndexedOnce(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = filledTable(test);
            test.addIndex("T", byNumber("g"));
            for (int i = 0; i < ITEMS; i += 4) {
                test.database().workInBackground();
                test.put(table, item("p", "k" + i, "n", 100 + i));
                test.delete(table, item("p", "k" + (i + 1)));
                test.put(table, item("p", "k" + (i + 2), "without", 1));
                test.put(table, item("p", "new" + i, "n", i));
                test.check();
            }
            test.work();
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < ITEMS; i += 4) {
                expected.addAll(List.of("k" + i, "k" + (i + 3), "new" + i));
            }
            List<Item> entries = test.entries(test.table("T"), "g");
            assertEquals(expected, keys(entries));
            assertEquals("104", find(entries, "k4").get("n").text());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRestartGoesOnWhereTheBuilderWas(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            filledTable(test);
            LiveTable table = test.addIndex("T", byNumber("g"));
            test.database().workInBackground();
            test.database().workInBackground();
            assertEquals(2 * TestDatabase.BATCH_ENTRIES, test.entries(table, "g").size());
            test.reopen();
            test.check();
            int space = test.table("T").secondaryIndex("g").place().space();
            assertTrue(test.store().get(Layout.position(space), Consistency.STRONG).isPresent());
            int steps = 0;
            while (test.database().workInBackground() == 0) {
                steps++;
            }
            assertTrue(steps <= ITEMS / TestDatabase.BATCH_ENTRIES, "steps: " + steps);
            assertEquals(keys(0, ITEMS), keys(test.entries(test.table("T"), "g")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anIndexThatGoesWhileItIsFilledLeavesNothing(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            filledTable(test);
            test.addIndex("T", byNumber("g"));
            test.database().workInBackground();
            test.removeIndex("T", "g");
            test.check();
            // The same name again, at the same time, with other contents.
            test.addIndex("T", global("g", key("other:S", ""), Projection.ALL));
            test.work();
            assertEquals(keys(1, ITEMS), keys(test.entries(test.table("T"), "g")));
            assertEquals(
                    List.of("p", "other"),
                    test.table("T").description().attributeDefinitions().stream()
                            .map(KeyAttribute::name)
                            .toList());
            test.addIndex("T", byNumber("h"));
            test.tables().delete(NAMESPACE, "T", table -> {});
            test.work();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void twoIndexesAreFilledSideBySide(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = filledTable(test);
            test.addIndex("T", byNumber("one"));
            test.database().workInBackground();
            test.addIndex("T", byNumber("two"));
            test.database().workInBackground();
            test.put(table, item("p", "k3", "n", 77));
            test.delete(table, item("p", "k5"));
            test.check();
            test.work();
            assertEquals(
                    keys(test.entries(test.table("T"), "one")),
                    keys(test.entries(test.table("T"), "two")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void changesThatTakeTimeShowTheirStates(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine, new DatabaseSettings(1_000))) {
            filledTable(test);
            test.addIndex("T", byNumber("g"));
            test.work();
            assertEquals(List.of(), test.entries(test.table("T"), "g"), "still allocating");
            test.pass(1_000);
            test.work();
            assertEquals(ITEMS, test.entries(test.table("T"), "g").size());
            assertEquals(TableStatus.CREATING, status(test));
            test.pass(1_000);
            test.work();
            assertEquals(TableStatus.ACTIVE, status(test));
            startDeletion(test);
            assertEquals(TableStatus.DELETING, status(test));
            test.pass(1_000);
            assertEquals(Optional.empty(), test.table("T").index("g"));
            assertEquals(1, test.table("T").description().attributeDefinitions().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anIndexThatGoesSlowlyIsNotFilledAnyFurther(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine, new DatabaseSettings(1_000))) {
            LiveTable table = filledTable(test);
            test.addIndex("T", byNumber("g"));
            test.pass(1_000);
            test.database().workInBackground();
            startDeletion(test);
            test.work();
            assertEquals(TestDatabase.BATCH_ENTRIES, test.entries(test.table("T"), "g").size());
            test.put(table, item("p", "k1", "n", 50));
            test.delete(table, item("p", "k2"));
            test.check();
            test.pass(5_000);
            test.work();
            assertEquals(Optional.empty(), test.table("T").index("g"));
        }
    }

    private static void startDeletion(TestDatabase test) {
        Transition deleting = test.tables().transition(TableStatus.DELETING);
        IndexDescription index = test.table("T").index("g").orElseThrow();
        test.tables()
                .update(
                        NAMESPACE,
                        "T",
                        table ->
                                table.toBuilder()
                                        .replaceIndex(index.withTransition(deleting))
                                        .build());
    }

    /** With the database's own thread, its usual batches, and writers all the time. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void indexesComeAndGoWhileOthersWrite(Engine engine) throws InterruptedException {
        Engine.Directory directory = engine.newDirectory();
        Database database =
                Database.open(
                        directory.open(),
                        DatabaseSettings.DEFAULT,
                        Clock.systemUTC(),
                        new Random(1));
        LiveTable table =
                database.tables().create(NAMESPACE, plain()).map(LiveTable::of).orElseThrow();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 3; w++) {
            int seed = w;
            writers.add(
                    Thread.ofPlatform()
                            .uncaughtExceptionHandler((thread, e) -> failures.add(e))
                            .start(() -> write(database, table, seed)));
        }
        while (writers.stream().anyMatch(Thread::isAlive)) {
            addIndex(database);
            database.awaitIndexes(table, Duration.ofMillis(3));
            database.tables().update(NAMESPACE, "T", t -> t.withoutIndex("g"));
        }
        addIndex(database);
        database.awaitIndexes(table, Duration.ofMinutes(2));
        assertEquals(List.of(), failures);
        LiveTable now = database.catalog().find(NAMESPACE, "T").orElseThrow();
        assertFalse(now.index("g").orElseThrow().backfilling());
        assertEquals(List.of(), DatabaseCheck.problems(database));
        database.close();
        directory.delete();
    }

    private static void addIndex(Database database) {
        database.tables()
                .update(
                        NAMESPACE,
                        "T",
                        table -> table.withIndex(byNumber("g").withBackfill(new Backfill(0, 0))));
    }

    private static void write(Database database, LiveTable table, int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            Item item = item("p", "k" + random.nextInt(1_000), "n", random.nextInt(5));
            boolean deletes = random.nextInt(5) == 0;
            database.items()
                    .write(
                            table,
                            item,
                            current ->
                                    deletes
                                            ? new WriteDecision.Delete()
                                            : new WriteDecision.Put(item));
        }
    }
}
