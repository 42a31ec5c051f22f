package stator.database.search;

import java.util.List;
import java.util.Optional;
import stator.database.catalog.LiveTable;
import stator.database.commit.IndexLag;
import stator.database.item.VectorMatch;
import stator.database.item.VectorSearch;
import stator.database.row.IndexEntry;
import stator.database.row.SecondaryIndex;
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
 * <p>{@link VectorMirrors} tell the nearest entries, which are then read. Where the vectors are not
 * in memory, or an index is shown as it was a while ago, all of its entries are read.
 */
public final class VectorSearches {
    /** How often a search is tried that meets writes which are about to be told to the mirrors. */
    private static final int ATTEMPTS = 3;

    private final Store store;
    private final IndexLag lag;
    private final VectorMirrors mirrors;

    public VectorSearches(Store store, IndexLag lag, VectorMirrors mirrors) {
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
    public List<VectorMatch> search(LiveTable table, VectorSearch search) {
        SecondaryIndex index = table.secondaryIndex(search.index());
        DistanceFunction distance = index.description().vector().distance();
        for (int attempt = 1; lag.isOff(); attempt++) {
            Optional<List<Nearest.Found<RowKey>>> mirrored = mirrors.nearest(index, search, store);
            if (mirrored.isEmpty()) {
                break;
            }
            Nearest<Candidate> nearest =
                    new Nearest<>(distance, search.count(), Candidate::compareTo);
            if (read(index, search, mirrored.get(), nearest) || attempt == ATTEMPTS) {
                return matches(index, search, nearest);
            }
        }
        Nearest<Candidate> nearest = new Nearest<>(distance, search.count(), Candidate::compareTo);
        visit(
                index,
                search,
                (key, row) -> {
                    consider(index, search, key, row, nearest);
                    return true;
                });
        return matches(index, search, nearest);
    }

    /**
     * Reads the entries that a mirror found.
     *
     * @return whether all of them are as the mirror has them; it is told of those that are not
     */
    private boolean read(
            SecondaryIndex index,
            VectorSearch search,
            List<Nearest.Found<RowKey>> found,
            Nearest<Candidate> nearest) {
        boolean isSame = true;
        List<Optional<Row>> rows =
                store.getAll(found.stream().map(Nearest.Found::element).toList());
        for (int i = 0; i < rows.size(); i++) {
            RowKey key = found.get(i).element();
            Optional<Row> row = rows.get(i);
            if (row.isEmpty()
                    || consider(index, search, key, row.get(), nearest) != found.get(i).score()) {
                mirrors.changed(key);
                isSame = false;
            }
        }
        return isSame;
    }

    /** Takes an entry, if the filter lets it through; returns the score, and no number if not. */
    private static double consider(
            SecondaryIndex index,
            VectorSearch search,
            RowKey key,
            Row row,
            Nearest<Candidate> nearest) {
        IndexEntry entry = index.entry(row.payload());
        if (search.filter().isPresent() && !search.filter().get().test(entry.projected())) {
            return Double.NaN;
        }
        DistanceFunction distance = index.description().vector().distance();
        double score = distance.score(search.vector(), entry.vector());
        nearest.offer(new Candidate(key, entry), score);
        return score;
    }

    private void visit(SecondaryIndex index, VectorSearch search, RowVisitor visitor) {
        VectorScope scope = VectorScope.of(index, search);
        Optional<RowRange> range = scope.range(index.place().kind());
        if (range.isPresent()) {
            lag.range(store, range.get(), Consistency.EVENTUAL, visitor);
        } else {
            SpaceScan scan = SpaceScan.all(scope.space(), index.place().kind());
            lag.scan(store, scan, Consistency.EVENTUAL, visitor);
        }
    }

    private static List<VectorMatch> matches(
            SecondaryIndex index, VectorSearch search, Nearest<Candidate> nearest) {
        return nearest.inOrder().stream()
                .map(found -> match(index, search, found.element().entry(), found.score()))
                .toList();
    }

    private static VectorMatch match(
            SecondaryIndex index, VectorSearch search, IndexEntry entry, double score) {
        return new VectorMatch(
                search.withVector() ? index.found(entry) : entry.projected(),
                score,
                entry.projected().sizeBytes());
    }
}
