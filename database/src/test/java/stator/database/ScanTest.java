package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stator.database.catalog.LiveTable;
import stator.database.item.ScanSpec;
import stator.database.table.IndexDescription.Projection;
import stator.model.Item;
import stator.storage.Consistency;

final class ScanTest {
    private static final int ITEMS = 200;

    private final TestDatabase test = new TestDatabase();
    private final Database database = test.database();
    private final LiveTable table =
            test.create(
                    described(
                            "T",
                            key("p:S", "s:N"),
                            local("l", key("p:S", "n:N"), Projection.KEYS_ONLY),
                            global("g", key("n:N", "p:S"), Projection.ALL)));
    private final Set<Item> items = new HashSet<>();

    @BeforeEach
    void fill() {
        for (int i = 0; i < ITEMS; i++) {
            items.add(item("p", "p" + i / 3, "s", i, "n", i % 7));
        }
        items.forEach(item -> test.put(table, item));
    }

    @AfterEach
    void check() {
        test.close();
    }

    private List<Item> scan(String index, int segment, int totalSegments, Item start, int limit) {
        List<Item> found = new ArrayList<>();
        database.items()
                .scan(
                        table,
                        new ScanSpec(index, segment, totalSegments, start, Consistency.STRONG),
                        item -> {
                            found.add(item);
                            return found.size() < limit;
                        });
        return found;
    }

    @Test
    void aScanShowsEveryItemOnce() {
        for (String index : List.of("", "l", "g")) {
            List<Item> found = scan(index, 0, 1, Item.EMPTY, Integer.MAX_VALUE);
            assertEquals(ITEMS, found.size());
            assertEquals(items, new HashSet<>(found));
        }
    }

    @Test
    void segmentsShowEveryItemOnceTogether() {
        for (int totalSegments : new int[] {2, 3, 7, 64}) {
            List<Item> found = new ArrayList<>();
            for (int segment = 0; segment < totalSegments; segment++) {
                found.addAll(scan("", segment, totalSegments, Item.EMPTY, Integer.MAX_VALUE));
            }
            assertEquals(ITEMS, found.size());
            assertEquals(items, new HashSet<>(found));
        }
        assertEquals(
                List.of(), scan("", 999_999, ScanSpec.SEGMENTS_MAX, Item.EMPTY, Integer.MAX_VALUE));
    }

    @Test
    void pagesShowWhatOneScanShows() {
        for (String index : List.of("", "l", "g")) {
            for (int segment = 0; segment < 2; segment++) {
                List<Item> whole = scan(index, segment, 2, Item.EMPTY, Integer.MAX_VALUE);
                List<Item> paged = new ArrayList<>();
                List<Item> page = scan(index, segment, 2, Item.EMPTY, 9);
                while (!page.isEmpty()) {
                    paged.addAll(page);
                    page = scan(index, segment, 2, paged.getLast(), 9);
                }
                assertEquals(whole, paged);
            }
        }
    }

    @Test
    void aScanGoesOnAfterAnItemThatIsGone() {
        List<Item> whole = scan("", 0, 1, Item.EMPTY, Integer.MAX_VALUE);
        test.delete(table, whole.get(50));
        assertEquals(whole.subList(51, ITEMS), scan("", 0, 1, whole.get(50), Integer.MAX_VALUE));
    }

    @Test
    void aStartKeyBelongsToOneSegment() {
        Item item = scan("", 1, 2, Item.EMPTY, 1).getFirst();
        assertTrue(startsInSegment(item, 1));
        assertFalse(startsInSegment(item, 0));
        assertTrue(startsInSegment(Item.EMPTY, 0));
    }

    private boolean startsInSegment(Item start, int segment) {
        return database.items()
                .startsInSegment(table, new ScanSpec("", segment, 2, start, Consistency.STRONG));
    }

    @Test
    void segmentsHaveLimits() {
        int[][] table = {{-1, 1}, {1, 1}, {0, 0}, {0, ScanSpec.SEGMENTS_MAX + 1}};
        for (int[] row : table) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ScanSpec("", row[0], row[1], Item.EMPTY, Consistency.STRONG));
        }
    }
}
