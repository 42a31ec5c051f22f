package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.vector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.IndexDescription.Projection;
import stator.database.VectorSettings.Role;
import stator.database.VectorSettings.SearchAttribute;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.vector.DistanceFunction;

/** Searches, compared with sorting all items. */
final class VectorSearchTest {
    private static final int DIMENSIONS = 4;

    private final Random random = new Random(7);
    private final Map<String, Item> model = new TreeMap<>();

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSearchSeesEveryWriteBeforeIt(Engine engine) {
        for (DistanceFunction distance : DistanceFunction.values()) {
            model.clear();
            try (TestDatabase test = new TestDatabase(engine)) {
                Table table = test.create(table(distance, Role.INLINE_FILTER));
                for (int step = 0; step < 300; step++) {
                    write(test, table);
                    if (step % 3 == 0) {
                        requireExact(test, table, distance, Optional.empty());
                    }
                }
            }
        }
    }

    @Test
    void aSearchLooksThroughOneValueOfTheHashAttribute() {
        try (TestDatabase test = new TestDatabase(Engine.MEMORY)) {
            Table table = test.create(table(DistanceFunction.COSINE, Role.HASH));
            for (int step = 0; step < 100; step++) {
                write(test, table);
                requireExact(test, table, DistanceFunction.COSINE, Optional.of("f" + step % 3));
            }
        }
    }

    @Test
    void anIndexThatDoesNotFitIntoMemoryIsReadForEverySearch() {
        DatabaseSettings small = DatabaseSettings.DEFAULT.with(new VectorSearchSettings(2_000, 10));
        try (TestDatabase test = new TestDatabase(small)) {
            Table table = test.create(table(DistanceFunction.EUCLIDEAN, Role.INLINE_FILTER));
            for (int step = 0; step < 100; step++) {
                write(test, table);
                requireExact(test, table, DistanceFunction.EUCLIDEAN, Optional.empty());
            }
        }
    }

    @Test
    void anIndexThatIsMadeAnewIsSearchedAnew() {
        try (TestDatabase test = new TestDatabase(Engine.MEMORY)) {
            Table table = test.create(table(DistanceFunction.COSINE, Role.INLINE_FILTER));
            write(test, table);
            requireExact(test, table, DistanceFunction.COSINE, Optional.empty());
            IndexDescription index = table.index("v").orElseThrow();
            test.removeIndex("T", "v");
            test.addIndex("T", index);
            while (test.table("T").index("v").orElseThrow().backfilling()) {
                test.database().workInBackground();
            }
            table = test.table("T");
            write(test, table);
            requireExact(test, table, DistanceFunction.COSINE, Optional.empty());
        }
    }

    @Test
    void aGraphKeepsUpWithWrites() throws InterruptedException {
        DatabaseSettings eager =
                DatabaseSettings.DEFAULT.with(new VectorSearchSettings(1 << 30, 200));
        try (TestDatabase test = new TestDatabase(eager)) {
            Table table = test.create(table(DistanceFunction.COSINE, Role.INLINE_FILTER));
            for (int i = 0; i < 400; i++) {
                put(test, table, "k" + i);
            }
            VectorSearch first = search(randomVector(), Optional.empty());
            for (int i = 0; i < 600 && !test.database().hasVectorGraph(table, first); i++) {
                test.database().search(table, first);
                Thread.sleep(20);
            }
            assertTrue(test.database().hasVectorGraph(table, first));
            int same = 0;
            for (int step = 0; step < 300; step++) {
                write(test, table);
                VectorSearch search = search(randomVector(), Optional.empty());
                Set<String> expected = new HashSet<>(names(expected(search)));
                List<String> found = names(items(test.database().search(table, search)));
                found.forEach(name -> assertTrue(model.containsKey(name)));
                found.retainAll(expected);
                same += found.size();
            }
            assertTrue(same >= 300 * 10 * 0.95, same + " of 3000");
        }
    }

    private static TableDescription table(DistanceFunction distance, Role role) {
        VectorSettings settings =
                new VectorSettings(
                        "e",
                        DIMENSIONS,
                        distance,
                        List.of(new SearchAttribute(new KeyAttribute("f", AttributeType.S), role)));
        return described("T", key("p:S", ""), vector("v", Projection.ALL, settings));
    }

    private void write(TestDatabase test, Table table) {
        String name = "k" + random.nextInt(400);
        if (random.nextInt(4) == 0) {
            test.delete(table, item("p", name));
            model.remove(name);
        } else {
            put(test, table, name);
        }
    }

    private void put(TestDatabase test, Table table, String name) {
        Map<String, AttributeValue> attributes = item("p", name).toMap();
        List<AttributeValue> elements = new ArrayList<>();
        for (float element : randomVector()) {
            elements.add(TestDatabase.value((int) element));
        }
        attributes.put("e", AttributeValue.list(elements));
        attributes.put("f", TestDatabase.value("f" + random.nextInt(3)));
        Item item = Item.of(attributes);
        test.put(table, item);
        model.put(name, item);
    }

    private float[] randomVector() {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = random.nextInt(2_001) - 1_000;
        }
        return vector;
    }

    private VectorSearch search(float[] vector, Optional<String> hash) {
        Optional<Predicate<Item>> filter =
                hash.isEmpty() && random.nextBoolean()
                        ? Optional.of(item -> !item.get("f").text().equals("f1"))
                        : Optional.empty();
        return new VectorSearch("v", hash.map(AttributeValue::string), vector, 10, filter, false);
    }

    private void requireExact(
            TestDatabase test, Table table, DistanceFunction distance, Optional<String> hash) {
        VectorSearch search = search(randomVector(), hash);
        assertEquals(
                names(expected(search, distance)),
                names(items(test.database().search(table, search))));
    }

    private List<Item> expected(VectorSearch search) {
        return expected(search, DistanceFunction.COSINE);
    }

    private List<Item> expected(VectorSearch search, DistanceFunction distance) {
        Comparator<Item> byScore =
                Comparator.comparingDouble(item -> {
                    double score = distance.score(search.vector(), vectorOf(item));
                    return distance.lessIsNearer() ? score : -score;
                });
        return model.values().stream()
                .filter(item -> search.filter().isEmpty() || search.filter().get().test(item))
                .filter(item ->
                        search.hash().isEmpty() || item.get("f").equals(search.hash().get()))
                .sorted(byScore.thenComparing(item -> item.get("p").text()))
                .limit(search.count())
                .toList();
    }

    private static float[] vectorOf(Item item) {
        return VectorBytes.read(item.get("e"), DIMENSIONS).orElseThrow();
    }

    private static List<Item> items(List<VectorMatch> matches) {
        return matches.stream().map(VectorMatch::item).toList();
    }

    private static List<String> names(List<Item> items) {
        return new ArrayList<>(items.stream().map(item -> item.get("p").text()).toList());
    }
}
