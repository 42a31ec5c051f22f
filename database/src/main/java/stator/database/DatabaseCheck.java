package stator.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import stator.database.catalog.CatalogRows;
import stator.database.catalog.LiveTable;
import stator.database.change.ChangeLogCheck;
import stator.database.log.RetiredLog;
import stator.database.row.IndexEntry;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.database.row.SecondaryIndex;
import stator.database.table.TableStatistics;
import stator.database.table.TableStatistics.IndexStatistics;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * Reads a whole database and says where it contradicts itself: every item is under its own key, has
 * exactly the index entries that it should have (in an index that is being filled, those of the
 * items that are done), and is counted; every change record is where it belongs and says what led
 * to the items ({@link ChangeLogCheck}); strongly consistent replicas hold the same; every space
 * belongs to one table or is empty.
 *
 * <p>Nothing may be written meanwhile. Every database test ends with it.
 */
public final class DatabaseCheck {
    private final Database database;
    private final List<String> problems = new ArrayList<>();

    private DatabaseCheck(Database database) {
        this.database = database;
    }

    /** What is wrong; empty if all is well. */
    public static List<String> problems(Database database) {
        DatabaseCheck check = new DatabaseCheck(database);
        List<LiveTable> tables = database.catalog().tables();
        tables.forEach(check::table);
        check.spaces(tables);
        return check.problems;
    }

    private void table(LiveTable table) {
        Map<String, long[]> expected = new HashMap<>();
        table.indexes().forEach(index -> expected.put(index.name(), new long[2]));
        long[] items = new long[2];
        eachRow(
                table.space(),
                Layout.ITEM_KIND,
                (key, row) -> {
                    Item item = Item.wrap(row.payload());
                    items[0]++;
                    items[1] += item.sizeBytes();
                    item(table, key, row.version(), item, expected);
                });
        TableStatistics statistics = database.items().statistics(table);
        equal(table, "items", items[0], statistics.items());
        equal(table, "bytes", items[1], statistics.bytes());
        new ChangeLogCheck(database.store(), table, text -> problem(table, text)).run();
        for (SecondaryIndex index : table.indexes()) {
            entries(table, index, expected.get(index.name()), statistics);
        }
        database.features().forEach(feature -> feature.check(table, text -> problem(table, text)));
        if (table.isStrong() && !table.isBehind()) {
            replicas(table);
        }
    }

    /** Strongly consistent replicas hold the same; all have as many items, so no one has more. */
    private void replicas(LiveTable table) {
        for (String region : table.replicaRegions()) {
            database.catalog()
                    .find(table.namespace().in(region), table.name())
                    .filter(other -> !other.isBehind())
                    .ifPresent(other -> replica(table, other));
        }
    }

    private void replica(LiveTable table, LiveTable other) {
        equal(
                table,
                "items as in " + other.region(),
                database.items().statistics(other).items(),
                database.items().statistics(table).items());
        eachRow(
                table.space(),
                Layout.ITEM_KIND,
                (key, row) -> {
                    Item item = Item.wrap(row.payload());
                    Optional<Item> found =
                            database.store()
                                    .get(other.itemKey(item), Consistency.STRONG)
                                    .map(there -> Item.wrap(there.payload()));
                    if (!found.equals(Optional.of(item))) {
                        problem(table, "holds " + item + ", " + other.region() + " " + found);
                    }
                });
    }

    private void item(
            LiveTable table, RowKey key, long version, Item item, Map<String, long[]> expected) {
        if (!table.itemKey(item).equals(key)) {
            problem(table, "holds " + item + " under the key " + key);
        }
        for (SecondaryIndex index : table.indexes()) {
            if (!index.hasEntry(version, item)) {
                continue;
            }
            IndexEntry entry = index.entry(item);
            long[] sums = expected.get(index.name());
            sums[0]++;
            sums[1] += entry.sizeBytes();
            Optional<IndexEntry> found =
                    database.store()
                            .get(index.entryKey(item), Consistency.STRONG)
                            .map(row -> index.entry(row.payload()));
            if (found.isEmpty() || !found.get().holdsTheSame(entry)) {
                problem(table, index.name() + " should hold " + entry + ", and holds " + found);
            }
        }
    }

    /** That each expected entry is there is known; if there are as many, there are no others. */
    private void entries(
            LiveTable table, SecondaryIndex index, long[] expected, TableStatistics statistics) {
        long[] entries = new long[1];
        eachRow(index.place().space(), index.place().kind(), (key, row) -> entries[0]++);
        RowKey position = Layout.position(index.place().space());
        boolean isFilled = !index.description().backfilling();
        if (isFilled != (index.place().since() == 0)) {
            problem(table, "is not sure whether " + index.name() + " is filled");
        }
        if (isFilled
                && !index.description().isLocal()
                && database.store().get(position, Consistency.STRONG).isPresent()) {
            problem(table, "keeps a position of " + index.name() + ", which is filled");
        }
        IndexStatistics counted = statistics.indexes().get(index.name());
        equal(table, "entries of " + index.name(), expected[0], entries[0]);
        equal(table, "counted entries of " + index.name(), expected[0], counted.items());
        equal(table, "counted bytes of " + index.name(), expected[1], counted.bytes());
    }

    private void spaces(List<LiveTable> tables) {
        CatalogRows.Head head =
                CatalogRows.Head.decode(
                        database.store().get(CatalogRows.head(), Consistency.STRONG));
        Set<Integer> owned = new HashSet<>();
        for (LiveTable table : tables) {
            for (int space : table.record().spaces()) {
                if (!owned.add(space)) {
                    problem(table, "shares space " + space);
                }
                if (space >= head.nextSpace()) {
                    problem(table, "has space " + space + ", which was never given out");
                }
            }
        }
        for (RetiredLog retired : database.catalog().retiredLogs()) {
            owned.addAll(retired.log().spaces());
        }
        for (int space = Layout.TABLE_SPACE_MIN; space < head.nextSpace(); space++) {
            if (!owned.contains(space)) {
                abandoned(space);
            }
        }
    }

    private void abandoned(int space) {
        boolean[] isUsed = new boolean[1];
        eachRow(space, Layout.ITEM_KIND, (key, row) -> isUsed[0] = true);
        eachRow(space, Layout.POSITION_KIND, (key, row) -> isUsed[0] = true);
        for (long counter : database.store().counters(space)) {
            isUsed[0] |= counter != 0;
        }
        if (isUsed[0]) {
            problems.add("Space " + space + " belongs to no table and is not empty");
        }
    }

    private void eachRow(int space, byte kind, BiConsumer<RowKey, Row> check) {
        RowPage.forEach(database.store(), space, kind, check);
    }

    private void equal(LiveTable table, String what, long expected, long found) {
        if (expected != found) {
            problem(table, "has " + expected + " " + what + ", and not " + found);
        }
    }

    private void problem(LiveTable table, String text) {
        problems.add("Table " + table.name() + " " + text);
    }
}
