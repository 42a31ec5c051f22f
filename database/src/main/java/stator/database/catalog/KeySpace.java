package stator.database.catalog;

import java.util.Optional;
import stator.database.item.QuerySpec;
import stator.database.item.ScanSpec;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.row.SortBounds;
import stator.model.Item;
import stator.model.KeySchema;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.Store;

/** Where the items of a table, or the entries of an index, are found by key. */
public sealed interface KeySpace {
    /** The table's, if the name is empty, or that of the index of that name. */
    static KeySpace of(LiveTable table, String index) {
        return index.isEmpty() ? new OfTable(table) : new OfIndex(table.secondaryIndex(index));
    }

    int space();

    byte kind();

    KeySchema schema();

    /** The row of an item's entry here; the item may be just a key. */
    RowKey rowKey(Item key);

    /** The items of a table. */
    record OfTable(LiveTable table) implements KeySpace {
        @Override
        public int space() {
            return table.space();
        }

        @Override
        public byte kind() {
            return Layout.ITEM_KIND;
        }

        @Override
        public KeySchema schema() {
            return table.key();
        }

        @Override
        public RowKey rowKey(Item key) {
            return table.itemKey(key);
        }
    }

    /** The entries of an index. */
    record OfIndex(SecondaryIndex index) implements KeySpace {
        @Override
        public int space() {
            return index.place().space();
        }

        @Override
        public byte kind() {
            return index.place().kind();
        }

        @Override
        public KeySchema schema() {
            return index.description().key();
        }

        @Override
        public RowKey rowKey(Item key) {
            return index.entryKey(key);
        }
    }

    /** The rows that a query reads; empty if there cannot be any. */
    default Optional<RowRange> range(QuerySpec spec) {
        byte[] partition = KeyBytes.of(schema().partition(), spec.range().partition());
        SortBounds bounds = SortBounds.of(schema().sort(), spec.range());
        if (!spec.exclusiveStart().isEmpty()) {
            byte[] start = rowKey(spec.exclusiveStart()).sort();
            bounds = spec.forward() ? bounds.after(start) : bounds.before(start);
        }
        if (bounds.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new RowRange(
                        space(), partition, kind(), bounds.from(), bounds.to(), !spec.forward()));
    }

    /** The rows that a scan reads. */
    default SpaceScan scan(ScanSpec spec) {
        RowKey after = spec.exclusiveStart().isEmpty() ? null : rowKey(spec.exclusiveStart());
        return new SpaceScan(space(), kind(), firstToken(spec), lastToken(spec), after);
    }

    /** Whether the start key of a scan of a store lies in its segment. */
    default boolean startsInSegment(Store store, ScanSpec spec) {
        long token = store.token(space(), rowKey(spec.exclusiveStart()).partition());
        return Long.compareUnsigned(token, firstToken(spec)) >= 0
                && Long.compareUnsigned(token, lastToken(spec)) <= 0;
    }

    private static long firstToken(ScanSpec spec) {
        return spec.segment() * segmentWidth(spec);
    }

    /** The last segment takes what is left over by rounding. */
    private static long lastToken(ScanSpec spec) {
        return spec.segment() == spec.totalSegments() - 1
                ? -1L
                : (spec.segment() + 1) * segmentWidth(spec) - 1;
    }

    private static long segmentWidth(ScanSpec spec) {
        return Long.divideUnsigned(-1L, spec.totalSegments());
    }
}
