package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.item.VectorMatch;
import stator.database.item.VectorSearch;
import stator.database.row.SecondaryIndex;
import stator.database.settings.DatabaseSettings;
import stator.database.settings.VectorSearchSettings;
import stator.database.table.GlobalTable;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.Replication;
import stator.database.table.TableDescription;
import stator.database.table.TimeToLive;
import stator.database.table.VectorSettings;
import stator.database.table.VectorSettings.Role;
import stator.database.table.VectorSettings.SearchAttribute;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;
import stator.vector.DistanceFunction;

/** Searches of vector indexes, compared with {@link NaiveSearch}. */
final class VectorSearchTest {
    private static final int DIMENSIONS = 4;
    private static final int HASH_VALUES = 3;
    private static final IndexDescription PLAIN = index(DistanceFunction.COSINE, Optional.empty());
    private static final IndexDescription DIVIDED =
            index(DistanceFunction.COSINE, Optional.of(Role.HASH));

    private final Random random = new Random(7);
    private final Map<String, Item> model = new TreeMap<>();

    private static IndexDescription index(DistanceFunction distance, Optional<Role> ofF) {
        List<SearchAttribute> schema = new ArrayList<>();
        schema.add(new SearchAttribute(new KeyAttribute("a", AttributeType.N), Role.INLINE_FILTER));
        ofF.ifPresent(role ->
                schema.add(new SearchAttribute(new KeyAttribute("f", AttributeType.S), role)));
        return vector(
                "v", Projection.KEYS_ONLY, new VectorSettings("e", DIMENSIONS, distance, schema));
    }

    private static TableDescription table(IndexDescription index) {
        return described("T", key("p:S", ""), index);
    }

    private static DatabaseSettings settings(long memoryBytesMax, int graphRowsMin) {
        return DatabaseSettings.DEFAULT.with(
                new VectorSearchSettings(memoryBytesMax, graphRowsMin));
    }

    private Item anyItem(String name) {
        Map<String, AttributeValue> attributes = item("p", name).toMap();
        List<AttributeValue> elements = new ArrayList<>();
        for (int i = 0; i < DIMENSIONS; i++) {
            elements.add(TestDatabase.value(random.nextInt(2_001) - 1_000));
        }
        attributes.put("e", AttributeValue.list(elements));
        attributes.put("f", TestDatabase.value("f" + random.nextInt(HASH_VALUES)));
        attributes.put("a", TestDatabase.value(random.nextInt(2)));
        return Item.of(attributes);
    }

    private void put(TestDatabase test, LiveTable table, String name) {
        Item item = anyItem(name);
        test.put(table, item);
        model.put(name, item);
    }

    private void delete(TestDatabase test, LiveTable table, String name) {
        test.delete(table, item("p", name));
        model.remove(name);
    }

    private void write(TestDatabase test, LiveTable table) {
        String name = "k" + random.nextInt(400);
        if (random.nextInt(4) == 0) {
            delete(test, table, name);
        } else {
            put(test, table, name);
        }
    }

    private VectorSearch anySearch(LiveTable table) {
        return NaiveSearch.any(
                random,
                table.index("v").orElseThrow(),
                TestDatabase.value("f0"),
                TestDatabase.value("f1"),
                TestDatabase.value("none"));
    }

    private void requireSame(TestDatabase test, LiveTable table) {
        new NaiveSearch(table, "v", List.copyOf(model.values()))
                .requireSame(test, anySearch(table));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSearchSeesEveryWriteBeforeIt(Engine engine) {
        for (DistanceFunction distance : DistanceFunction.values()) {
            for (Optional<Role> role : List.of(Optional.<Role>empty(), Optional.of(Role.HASH))) {
                model.clear();
                try (TestDatabase test = new TestDatabase(engine)) {
                    LiveTable table = test.create(table(index(distance, role)));
                    for (int step = 0; step < 100; step++) {
                        write(test, table);
                        write(test, table);
                        requireSame(test, table);
                    }
                }
            }
        }
    }

    @Test
    void aSearchSeesWhatWasWrittenWhileNobodySearched() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(table(PLAIN));
            requireSame(test, table);
            for (int i = 0; i < 3; i++) {
                for (int step = 0; step < 1_500; step++) {
                    write(test, table);
                }
                requireSame(test, table);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSearchSeesWhatWasThereBeforeARestart(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(table(DIVIDED));
            for (int step = 0; step < 50; step++) {
                write(test, table);
            }
            requireSame(test, table);
            test.reopen();
            requireSame(test, test.table("T"));
            test.crash();
            requireSame(test, test.table("T"));
        }
    }

    @Test
    void anItemMovesFromOneHashValueToAnother() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(table(DIVIDED));
            for (int step = 0; step < 200; step++) {
                put(test, table, "k" + step % 5);
                requireSame(test, table);
            }
        }
    }

    @Test
    void whatExpiredIsNotFound() {
        try (TestDatabase test = new TestDatabase()) {
            TimeToLive expiring = new TimeToLive("a", true, 1, 0);
            LiveTable table = test.create(expiring.in(table(PLAIN)));
            Map<String, AttributeValue> attributes = anyItem("k").toMap();
            attributes.put("a", TestDatabase.value(test.nowMillis() / 1_000 + 10));
            test.put(table, Item.of(attributes));
            VectorSearch search =
                    new VectorSearch(
                            "v",
                            Optional.empty(),
                            new float[] {1, 2, 3, 4},
                            1,
                            Optional.empty(),
                            false);
            assertEquals(1, test.database().items().search(table, search).size());
            test.pass(10_000);
            test.expire();
            assertEquals(List.of(), test.database().items().search(table, search));
        }
    }

    @Test
    void aReplicaFindsWhatWasWrittenElsewhere() {
        try (TestDatabase test = new TestDatabase()) {
            test.create(table(PLAIN));
            test.tables()
                    .updateRegions(
                            NAMESPACE,
                            "T",
                            new LinkedHashSet<>(List.of("us-east-1", "eu-west-1")),
                            before -> {
                                GlobalTable global = new GlobalTable(before);
                                global.addReplica(
                                        "us-east-1", "eu-west-1", Replication.CURRENT, t -> t);
                                return global.tables();
                            });
            test.settle();
            LiveTable replica = test.catalog().find(NAMESPACE.in("eu-west-1"), "T").orElseThrow();
            requireSame(test, replica);
            for (int step = 0; step < 20; step++) {
                write(test, test.table("T"));
                test.settle();
                requireSame(test, replica);
            }
        }
    }

    @Test
    void anIndexThatIsMadeAnewIsSearchedAnew() {
        try (TestDatabase test = new TestDatabase(Engine.MEMORY)) {
            LiveTable table = test.create(table(PLAIN));
            put(test, table, "k");
            requireSame(test, table);
            test.removeIndex("T", "v");
            assertEquals(0, test.database().mirrors().bytes());
            test.addIndex("T", index(DistanceFunction.EUCLIDEAN, Optional.empty()));
            test.work();
            table = test.table("T");
            put(test, table, "l");
            requireSame(test, table);
            test.tables().delete(NAMESPACE, "T", found -> {});
            assertEquals(0, test.database().mirrors().bytes());
        }
    }

    @Test
    void whatWasDoubtfulIsReadAgain() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(table(PLAIN));
            put(test, table, "k");
            requireSame(test, table);
            SecondaryIndex index = table.secondaryIndex("v");
            Item hidden = anyItem("l");
            RowKey row = index.entryKey(hidden);
            byte[] entry = index.entry(hidden).payload();
            changeUntold(test, row, batch -> batch.put(row, new Row(1, entry)));
            requireSame(test, table);
            test.database().mirrors().doubtful(index.place().space());
            model.put("l", hidden);
            requireSame(test, table);
            changeUntold(test, row, batch -> batch.delete(row));
        }
    }

    private static void changeUntold(TestDatabase test, RowKey row, Consumer<WriteBatch> change) {
        test.store()
                .update(
                        List.of(row),
                        (rows, batch) -> {
                            change.accept(batch);
                            return true;
                        });
    }

    @Test
    void anIndexThatDoesNotFitIntoMemoryIsReadForEverySearch() {
        try (TestDatabase test = new TestDatabase(settings(3_000, 10))) {
            LiveTable table = test.create(table(PLAIN));
            for (int step = 0; step < 100; step++) {
                write(test, table);
                requireSame(test, table);
                assertTrue(test.database().mirrors().bytes() < 4_100);
            }
        }
    }

    @Test
    void anIndexThatBecameSmallerFitsIntoMemoryAgain() {
        try (TestDatabase test = new TestDatabase(settings(30_000, 10_000))) {
            LiveTable table = test.create(table(PLAIN));
            for (int i = 0; i < 200; i++) {
                put(test, table, "k" + i);
            }
            requireSame(test, table);
            long without = test.database().mirrors().bytes();
            for (int i = 0; i < 190; i++) {
                delete(test, table, "k" + i);
            }
            for (int i = 0; i < 1_000; i++) {
                put(test, table, "k199");
            }
            requireSame(test, table);
            assertTrue(test.database().mirrors().bytes() > without);
        }
    }

    @Test
    void whatWasNotSearchedForTheLongestTimeIsForgotten() {
        try (TestDatabase test = new TestDatabase(settings(25_000, 10_000))) {
            LiveTable table = test.create(table(DIVIDED));
            for (int i = 0; i < 120; i++) {
                put(test, table, "k" + i);
            }
            for (int i = 0; i < 100; i++) {
                write(test, table);
                requireSame(test, table);
                assertTrue(test.database().mirrors().bytes() <= 25_000);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void writersAndSearchersDoNotDisturbEachOther(Engine engine) throws Exception {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(table(PLAIN));
            for (int i = 0; i < 100; i++) {
                put(test, table, "stays" + i);
            }
            List<Item> stays = List.copyOf(model.values());
            AtomicInteger writing = new AtomicInteger(2);
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    String name = "w" + i;
                    Random own = new Random(i);
                    all.add(threads.submit(() -> churn(test, table, name, own, writing)));
                    Callable<Void> searches = () -> searchWhile(test, table, stays, writing);
                    all.add(threads.submit(searches));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            requireSame(test, table);
        }
    }

    /** Puts items and deletes them again. */
    private static void churn(
            TestDatabase test, LiveTable table, String name, Random random, AtomicInteger writing) {
        try {
            for (int step = 0; step < 2_000; step++) {
                Item key = item("p", name + step % 7);
                if (random.nextBoolean()) {
                    test.delete(table, key);
                } else {
                    Map<String, AttributeValue> attributes = key.toMap();
                    AttributeValue one = TestDatabase.value(random.nextInt(3) - 1);
                    attributes.put("e", AttributeValue.list(List.of(one, one, one, one)));
                    test.put(table, Item.of(attributes));
                }
            }
            for (int i = 0; i < 7; i++) {
                test.delete(table, item("p", name + i));
            }
        } finally {
            writing.decrementAndGet();
        }
    }

    /** The items that stay must all be found, each at its score. */
    private static Void searchWhile(
            TestDatabase test, LiveTable table, List<Item> stays, AtomicInteger writing) {
        NaiveSearch naive = new NaiveSearch(table, "v", stays);
        VectorSearch all =
                new VectorSearch(
                        "v",
                        Optional.empty(),
                        new float[] {1, 2, 3, 4},
                        120,
                        Optional.empty(),
                        false);
        Map<String, Double> expected = new HashMap<>();
        stays.forEach(item -> expected.put(item.get("p").text(), naive.score(all, item)));
        do {
            Map<String, Double> found = new HashMap<>();
            for (VectorMatch match : test.database().items().search(table, all)) {
                found.put(match.item().get("p").text(), match.score());
            }
            found.keySet().retainAll(expected.keySet());
            assertEquals(expected, found);
        } while (writing.get() > 0);
        return null;
    }

    @Test
    void aGraphKeepsUpWithWrites() throws InterruptedException {
        try (TestDatabase test = new TestDatabase(settings(1 << 30, 2_000))) {
            LiveTable table = test.create(table(PLAIN));
            for (int i = 0; i < 4_000; i++) {
                put(test, table, "k" + i);
            }
            VectorSearch first = anySearch(table);
            SecondaryIndex index = table.secondaryIndex("v");
            for (int i = 0; i < 1_000 && !test.database().mirrors().hasGraph(index, first); i++) {
                test.database().items().search(table, first);
                Thread.sleep(20);
            }
            assertTrue(test.database().mirrors().hasGraph(index, first));
            int same = 0;
            int wanted = 0;
            for (int step = 0; step < 200; step++) {
                write(test, table);
                VectorSearch search = anySearch(table);
                Set<String> found = new LinkedHashSet<>();
                NaiveSearch naive = new NaiveSearch(table, "v", List.copyOf(model.values()));
                for (VectorMatch match : test.database().items().search(table, search)) {
                    Item item = model.get(match.item().get("p").text());
                    assertEquals(naive.score(search, item), match.score());
                    found.add(item.get("p") + " " + match.score());
                }
                Set<String> expected = new HashSet<>();
                naive.expected(search).lines().forEach(expected::add);
                wanted += expected.size();
                found.retainAll(expected);
                same += found.size();
            }
            assertTrue(same >= wanted * 0.95, same + " of " + wanted);
        }
    }
}
