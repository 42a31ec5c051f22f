package stator.database;

import java.util.List;
import java.util.Optional;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.vector.DistanceFunction;
import stator.vector.Nearest;

/**
 * Searches vector indexes.
 *
 * <p>{@link VectorMirrors} tell the keys of the nearest entries, which are then read. Where an
 * index does not fit into memory, or is shown as it was a while ago, all of its entries are read.
 */
final class VectorSearches {
    private final Store store;
    private final IndexLag lag;
    private final VectorMirrors mirrors;

    VectorSearches(Store store, IndexLag lag, VectorMirrors mirrors) {
        this.store = store;
        this.lag = lag;
        this.mirrors = mirrors;
    }

    /** An entry and where it is; entries are ordered by that. */
    private record Candidate(RowKey key, IndexEntry entry) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            return key.compareTo(other.key);
        }
    }

    /** The items nearest to a vector, the nearest first. */
    List<VectorMatch> search(Table table, VectorSearch search) {
        SecondaryIndex index = table.secondaryIndex(search.index());
        DistanceFunction distance = index.description().vector().distance();
        Nearest<Candidate> nearest = new Nearest<>(distance, search.count(), Candidate::compareTo);
        Optional<List<RowKey>> keys =
                lag.isOff() ? mirrors.nearest(index, search, store) : Optional.empty();
        if (keys.isPresent()) {
            List<Optional<Row>> rows = store.getAll(keys.get());
            for (int i = 0; i < rows.size(); i++) {
                RowKey key = keys.get().get(i);
                rows.get(i).ifPresent(row -> consider(index, search, key, row, nearest));
            }
        } else {
            visit(
                    index,
                    search,
                    (key, row) -> {
                        consider(index, search, key, row, nearest);
                        return true;
                    });
        }
        return nearest.inOrder().stream()
                .map(found -> match(index, search, found.element().entry(), found.score()))
                .toList();
    }

    private static void consider(
            SecondaryIndex index,
            VectorSearch search,
            RowKey key,
            Row row,
            Nearest<Candidate> nearest) {
        IndexEntry entry = index.entry(row.payload());
        if (search.filter().isEmpty() || search.filter().get().test(entry.projected())) {
            DistanceFunction distance = index.description().vector().distance();
            double score = distance.score(search.vector(), entry.vector());
            nearest.offer(new Candidate(key, entry), score);
        }
    }

    private void visit(SecondaryIndex index, VectorSearch search, RowVisitor visitor) {
        VectorScope scope = VectorScope.of(index, search);
        Optional<RowRange> range = scope.range(index.place().kind());
        if (range.isPresent()) {
            lag.range(range.get(), Consistency.EVENTUAL, visitor);
        } else {
            SpaceScan scan = SpaceScan.all(scope.space(), index.place().kind());
            lag.scan(scan, Consistency.EVENTUAL, visitor);
        }
    }

    private static VectorMatch match(
            SecondaryIndex index, VectorSearch search, IndexEntry entry, double score) {
        return new VectorMatch(
                search.withVector() ? index.found(entry) : entry.projected(),
                score,
                entry.projected().sizeBytes());
    }
}
