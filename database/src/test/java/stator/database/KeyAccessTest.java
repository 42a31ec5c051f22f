package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stator.database.access.FrequentKeys;
import stator.database.catalog.LiveTable;
import stator.database.item.AccessedKey;
import stator.database.table.ContributorInsights;
import stator.storage.Consistency;

class KeyAccessTest {
    @Test
    void keysAreCountedWhenThatIsOn() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(described("t", key("p:S", "s:N")));
            test.put(table, item("p", "a", "s", 1));
            assertEquals(List.of(), test.database().items().accessedKeys(table, "", false, 10));
            LiveTable counted =
                    test.tables()
                            .update(
                                    NAMESPACE,
                                    "t",
                                    before ->
                                            new ContributorInsights(true, false, 0, 0, 0)
                                                    .in(before, ""))
                            .map(LiveTable::of)
                            .orElseThrow();
            test.put(counted, item("p", "a", "s", 1));
            test.put(counted, item("p", "a", "s", 2));
            test.database().items().get(counted, item("p", "b", "s", 1), Consistency.STRONG);
            assertEquals(
                    List.of(
                            new AccessedKey(List.of("a"), 2, 0),
                            new AccessedKey(List.of("b"), 1, 0)),
                    test.database().items().accessedKeys(counted, "", false, 10));
            assertEquals(3, test.database().items().accessedKeys(counted, "", true, 10).size());
        }
    }

    @Test
    void frequentKeysAreFoundAmongManyOthers() {
        FrequentKeys sketch = new FrequentKeys();
        Random random = new Random(1);
        int[] hot = new int[5];
        for (int i = 0; i < 200_000; i++) {
            if (random.nextInt(4) == 0) {
                int key = random.nextInt(hot.length);
                hot[key]++;
                sketch.add(List.of("hot" + key));
            } else {
                sketch.add(List.of("cold" + random.nextInt(1_000_000)));
            }
        }
        List<FrequentKeys.Frequent> top = sketch.top(5);
        assertTrue(top.stream().allMatch(key -> key.key().getFirst().startsWith("hot")), top + "");
        for (FrequentKeys.Frequent key : top) {
            int exact = hot[Integer.parseInt(key.key().getFirst().substring(3))];
            assertTrue(key.count() <= exact && key.count() + sketch.error() >= exact);
        }
        assertTrue(sketch.error() <= 200_000 / (FrequentKeys.KEYS_MAX / 2), "" + sketch.error());
    }
}
