package stator.database;

import java.util.List;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;
import stator.vector.DistanceFunction;
import stator.vector.Nearest;

/** Searches vector indexes. */
final class VectorSearches {
    private final IndexLag lag;

    VectorSearches(IndexLag lag) {
        this.lag = lag;
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
        visit(
                index,
                search,
                (key, row) -> {
                    consider(index, search, key, row, nearest);
                    return true;
                });
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
        IndexPlace place = index.place();
        if (search.hash().isPresent()) {
            byte[] partition =
                    KeyBytes.of(
                            index.description().key().partition(), List.of(search.hash().get()));
            RowRange range = RowRange.all(place.space(), partition, place.kind(), false);
            lag.range(range, Consistency.EVENTUAL, visitor);
        } else {
            lag.scan(SpaceScan.all(place.space(), place.kind()), Consistency.EVENTUAL, visitor);
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
