package stator.database.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stator.database.item.VectorSearch;
import stator.database.row.KeyBytes;
import stator.database.row.SecondaryIndex;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;
import stator.storage.Store;

/**
 * The part of a vector index that one search looks through: all of it, or one value of its HASH
 * attribute.
 *
 * @param partition the bytes of that value; empty for all of the index
 */
record VectorScope(int space, byte[] partition) {
    private static final byte[] ALL = {};

    static VectorScope of(SecondaryIndex index, VectorSearch search) {
        byte[] partition =
                search.hash()
                        .map(value ->
                                KeyBytes.of(index.description().key().partition(), List.of(value)))
                        .orElse(ALL);
        return new VectorScope(index.place().space(), partition);
    }

    /** The parts that a row belongs to: it is in both, if there are such. */
    static List<VectorScope> of(RowKey key) {
        return List.of(
                new VectorScope(key.space(), ALL), new VectorScope(key.space(), key.partition()));
    }

    /** The rows, if it is one value. */
    Optional<RowRange> range(byte kind) {
        return partition.length == 0
                ? Optional.empty()
                : Optional.of(RowRange.all(space, partition, kind, false));
    }

    /** Shows all rows. */
    void visit(Store store, SecondaryIndex index, RowVisitor visitor) {
        byte kind = index.place().kind();
        range(kind)
                .ifPresentOrElse(
                        range -> store.range(range, Consistency.STRONG, visitor),
                        () -> store.scan(SpaceScan.all(space, kind), Consistency.STRONG, visitor));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorScope scope
                && space == scope.space
                && Arrays.equals(partition, scope.partition);
    }

    @Override
    public int hashCode() {
        return 31 * space + Arrays.hashCode(partition);
    }
}
