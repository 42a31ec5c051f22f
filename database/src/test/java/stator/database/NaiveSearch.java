package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import stator.database.catalog.LiveTable;
import stator.database.item.VectorMatch;
import stator.database.item.VectorSearch;
import stator.database.row.SecondaryIndex;
import stator.database.row.VectorBytes;
import stator.database.table.IndexDescription;
import stator.database.table.VectorSettings;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.vector.DistanceFunction;

/** A search that sorts all items, to be compared with the database's. */
final class NaiveSearch {
    private final LiveTable table;
    private final SecondaryIndex index;
    private final List<Item> items;

    /** A search among all items of a table. */
    NaiveSearch(LiveTable table, String index, List<Item> items) {
        this.table = table;
        this.index = table.secondaryIndex(index);
        this.items = items;
    }

    /** A search for anything, under any condition that the index allows. */
    static VectorSearch any(Random random, IndexDescription index, AttributeValue... hashValues) {
        float[] vector = new float[index.vector().dimensions()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextInt(2_001) - 1_000;
        }
        Optional<AttributeValue> hash =
                index.vector()
                        .hash()
                        .map(attribute -> hashValues[random.nextInt(hashValues.length)]);
        boolean isFiltered =
                random.nextBoolean()
                        && index.vector().attributes().stream()
                                .anyMatch(attribute -> attribute.type() == AttributeType.N);
        Optional<Predicate<Item>> filter =
                isFiltered ? Optional.of(NaiveSearch::hasSmallNumbers) : Optional.empty();
        return new VectorSearch(
                index.name(), hash, vector, 1 + random.nextInt(12), filter, random.nextBoolean());
    }

    private static boolean hasSmallNumbers(Item item) {
        return item.toMap().entrySet().stream()
                .filter(entry -> entry.getKey().equals("a"))
                .allMatch(entry -> entry.getValue().equals(AttributeValue.number(1)));
    }

    /** The keys of the items that a search finds and their scores, one to a line. */
    String expected(VectorSearch search) {
        DistanceFunction distance = index.description().vector().distance();
        Comparator<Item> byScore =
                Comparator.comparingDouble(item ->
                        distance.lessIsNearer() ? score(search, item) : -score(search, item));
        return items.stream()
                .filter(index::covers)
                .filter(item -> search.hash().isEmpty() || hash(item).equals(search.hash()))
                .filter(item -> search.filter().isEmpty() || search.filter().get().test(item))
                .sorted(byScore.thenComparing(index::entryKey))
                .limit(search.count())
                .reduce(
                        "",
                        (lines, item) -> lines + line(item, score(search, item)),
                        String::concat);
    }

    private Optional<AttributeValue> hash(Item item) {
        return index.description().vector().hash().map(KeyAttribute::name).map(item::get);
    }

    double score(VectorSearch search, Item item) {
        VectorSettings settings = index.description().vector();
        return settings.distance()
                .score(
                        search.vector(),
                        VectorBytes.read(item.get(settings.attribute()), settings.dimensions())
                                .orElseThrow());
    }

    private String line(Item item, double score) {
        StringBuilder line = new StringBuilder();
        table.key()
                .attributes()
                .forEach(attribute -> line.append(item.get(attribute.name())).append(' '));
        return line.append(score).append('\n').toString();
    }

    /** What the database finds must be what is expected. */
    void requireSame(TestDatabase test, VectorSearch search) {
        StringBuilder found = new StringBuilder();
        for (VectorMatch match : test.database().items().search(table, search)) {
            found.append(line(match.item(), match.score()));
        }
        assertEquals(expected(search), found.toString());
    }
}
