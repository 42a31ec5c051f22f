package stator.database.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stator.database.catalog.LiveTable;
import stator.database.row.DerivedRows;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.table.TableReport.Holding;
import stator.database.table.TableStatistics.IndexStatistics;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * Looks whether the rows that follow from the items of a table are those that follow from them, all
 * and no others, and whether the counters are true sums.
 *
 * <p>The items are read once, and so is each sort of rows that follow from them; what should be
 * there and what is there are compared as {@link RowSums}, so that memory does not grow with the
 * table. Only where the sums differ are items and rows read a second time, and those keys kept that
 * lie in a few of the buckets that differ, one in a thousand at most. For one thread.
 */
public final class TableCheck {
    private static final String ITEMS = "items";
    private static final String COUNTERS = "counters";

    /** Of 16,384: in how many of those that differ the rows are compared one by one. */
    private static final int BUCKETS_COMPARED = 16;

    private final TableMoment moment;
    private final LiveTable table;
    private final Findings findings;
    private final List<Comparison> comparisons = new ArrayList<>();
    private long items;
    private long bytes;

    /** Rows that should be there, and what they are found to be. */
    private static final class Comparison {
        final DerivedRows rows;
        final RowSums expected = new RowSums();
        final RowSums found = new RowSums();

        Comparison(DerivedRows rows) {
            this.rows = rows;
        }

        void expect(DerivedRows.Derived row) {
            expected.add(row.key(), row.fingerprint(), row.sizeBytes());
        }
    }

    /**
     * The check of a table.
     *
     * @param ofFeatures what its features keep of its items
     */
    public TableCheck(TableMoment moment, List<DerivedRows> ofFeatures, Findings findings) {
        this.moment = moment;
        this.findings = findings;
        table = moment.table();
        table.indexes().forEach(index -> compare(new IndexRows(index, table.key())));
        ofFeatures.forEach(this::compare);
        moment.replicas().forEach(other -> compare(new ReplicaRows(other)));
    }

    private void compare(DerivedRows rows) {
        comparisons.add(new Comparison(rows));
    }

    public void run() {
        moment.forEach(
                table.space(),
                Layout.ITEM_KIND,
                (key, row) -> item(key, row.version(), Item.wrap(row.payload())),
                key -> findings.add(ITEMS, "", "the row " + key + " is no item of the table"));
        for (Comparison comparison : comparisons) {
            compare(comparison);
        }
        counters();
    }

    private void item(RowKey key, long version, Item item) {
        items++;
        bytes += item.sizeBytes();
        if (!table.itemKey(item).equals(key)) {
            findings.add(ITEMS, keyOf(item), "lies under the key of another item: " + key);
        }
        for (Comparison comparison : comparisons) {
            comparison.rows.of(key, version, item).ifPresent(comparison::expect);
        }
    }

    private void compare(Comparison comparison) {
        DerivedRows rows = comparison.rows;
        moment.forEach(
                rows.space(),
                rows.kind(),
                (key, row) -> comparison.found.add(key, rows.fingerprint(key, row), 0),
                key -> findings.add(rows.name(), "", "the row " + key + " cannot be read"));
        BitSet differing = comparison.expected.differing(comparison.found, BUCKETS_COMPARED);
        if (!differing.isEmpty()) {
            compareRows(rows, differing);
        }
        rows.formerPosition()
                .filter(moment::has)
                .ifPresent(key ->
                        findings.add(rows.name(), "", "is filled, and its position is kept"));
    }

    private String keyOf(Item item) {
        return KeyBytes.keys(table.key(), item).toString();
    }

    /** A row that should be there, and the item that has it. */
    private record Expected(long fingerprint, String item) {}

    /** Compares the rows in some buckets one by one. */
    private void compareRows(DerivedRows rows, BitSet buckets) {
        Map<RowKey, Expected> missing = new HashMap<>();
        moment.forEach(
                table.space(),
                Layout.ITEM_KIND,
                (key, row) -> {
                    Item item = Item.wrap(row.payload());
                    rows.of(key, row.version(), item)
                            .filter(one -> buckets.get(RowSums.bucket(one.key())))
                            .ifPresent(one ->
                                    missing.put(
                                            one.key(),
                                            new Expected(one.fingerprint(), keyOf(item))));
                },
                TableCheck::toldBefore);
        moment.forEach(
                rows.space(),
                rows.kind(),
                (key, row) -> {
                    if (buckets.get(RowSums.bucket(key))) {
                        compare(rows, missing.remove(key), key, row);
                    }
                },
                TableCheck::toldBefore);
        if (!rows.isFilling()) {
            missing.values()
                    .forEach(expected ->
                            findings.add(
                                    rows.name(), expected.item(), "the item's row is missing"));
        }
    }

    /** A row that cannot be read is told of when it is read first. */
    private static void toldBefore(RowKey unreadable) {}

    private void compare(DerivedRows rows, Expected expected, RowKey key, Row row) {
        if (expected == null) {
            findings.add(rows.name(), rows.itemOf(key, row), "a row of no item");
        } else if (expected.fingerprint() != rows.fingerprint(key, row)) {
            findings.add(rows.name(), expected.item(), "the row is another than the item's");
        }
    }

    private void counters() {
        counter("items", items, moment.counted().items());
        counter("bytes of items", bytes, moment.counted().bytes());
        for (int i = 0; i < table.indexes().size(); i++) {
            SecondaryIndex index = table.indexes().get(i);
            RowSums expected = comparisons.get(i).expected;
            IndexStatistics counted = moment.counted().indexes().get(index.name());
            counter("entries of index " + index.name(), expected.rows(), counted.items());
            counter("bytes of index " + index.name(), expected.bytes(), counted.bytes());
            if (index.description().backfilling() != (index.place().since() != 0)) {
                findings.add("index " + index.name(), "", "may be filled or not");
            }
        }
    }

    private void counter(String what, long expected, long counted) {
        if (expected != counted) {
            findings.add(
                    COUNTERS,
                    "",
                    "there are " + expected + " " + what + ", and counted are " + counted);
        }
    }

    public long items() {
        return items;
    }

    public long bytes() {
        return bytes;
    }

    /** What there is beside the items. */
    public List<Holding> derived() {
        return comparisons.stream()
                .map(comparison -> new Holding(comparison.rows.name(), comparison.found.rows()))
                .toList();
    }
}
