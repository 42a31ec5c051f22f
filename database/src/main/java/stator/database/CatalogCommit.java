package stator.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;

/**
 * One committed change of the catalog: a table's record, perhaps together with others, and the
 * head.
 *
 * <p>Spaces that the table has no longer are noted in the same commit, and dropped afterwards;
 * after a crash in between they are dropped when the catalog is opened.
 *
 * @param version the catalog's version after it
 * @param after the table's record now; empty if there is no such table
 * @param dropped spaces that are to be dropped
 */
record CatalogCommit(
        long version,
        Optional<TableRecord> before,
        Optional<TableRecord> after,
        List<Integer> dropped) {

    /** What becomes of a table's record. Pure: it may be called again. */
    @FunctionalInterface
    interface Edit {
        Optional<TableRecord> apply(Optional<TableRecord> before, SpaceNumbers numbers);
    }

    /** Whether anything changed. */
    boolean isChange() {
        return !after.equals(before);
    }

    /** What becomes of the records of some tables. Pure: it may be called again. */
    @FunctionalInterface
    interface GroupEdit {
        List<Optional<TableRecord>> apply(List<Optional<TableRecord>> before, SpaceNumbers numbers);
    }

    /** Decides on the rows of the head and of some tables, which change together. */
    static List<CatalogCommit> decideAll(
            List<Optional<Row>> rows,
            List<RowKey> tableKeys,
            GroupEdit edit,
            HybridClock versions,
            WriteBatch batch) {
        CatalogRows.Head head = CatalogRows.Head.decode(rows.getFirst());
        List<Optional<TableRecord>> before = new ArrayList<>();
        for (Optional<Row> row : rows.subList(1, rows.size())) {
            before.add(row.map(found -> TableRecordCodec.decode(found.payload())));
        }
        long version = versions.next();
        SpaceNumbers numbers = new SpaceNumbers(head.nextSpace(), version);
        List<Optional<TableRecord>> after = edit.apply(before, numbers);
        boolean isChange = !after.equals(before);
        CatalogRows.Head next =
                isChange ? new CatalogRows.Head(head.version() + 1, numbers.next()) : head;
        List<CatalogCommit> commits = new ArrayList<>();
        for (int i = 0; i < tableKeys.size(); i++) {
            commits.add(
                    put(
                            next.version(),
                            tableKeys.get(i),
                            before.get(i),
                            after.get(i),
                            version,
                            batch));
        }
        if (isChange) {
            batch.put(CatalogRows.head(), new Row(version, next.encode()));
        }
        return commits;
    }

    /** Decides on the rows of the head and of a table. */
    static CatalogCommit decide(
            List<Optional<Row>> rows,
            RowKey tableKey,
            Edit edit,
            HybridClock versions,
            WriteBatch batch) {
        return decideAll(
                        rows,
                        List.of(tableKey),
                        (before, numbers) -> List.of(edit.apply(before.getFirst(), numbers)),
                        versions,
                        batch)
                .getFirst();
    }

    private static CatalogCommit put(
            long catalogVersion,
            RowKey tableKey,
            Optional<TableRecord> before,
            Optional<TableRecord> after,
            long version,
            WriteBatch batch) {
        if (after.equals(before)) {
            return new CatalogCommit(catalogVersion, before, after, List.of());
        }
        List<Integer> dropped = spacesLost(before, after);
        after.ifPresentOrElse(
                record -> batch.put(tableKey, new Row(version, TableRecordCodec.encode(record))),
                () -> batch.delete(tableKey));
        spacesFilled(before, after).forEach(space -> batch.delete(WalkPosition.key(space)));
        for (int space : dropped) {
            batch.put(CatalogRows.dropped(space), new Row(version, new byte[0]));
        }
        return new CatalogCommit(catalogVersion, before, after, dropped);
    }

    /** Spaces of indexes, that of the expiry too, that have all their entries from now on. */
    private static List<Integer> spacesFilled(
            Optional<TableRecord> before, Optional<TableRecord> after) {
        List<Integer> filled = new ArrayList<>();
        if (before.isPresent() && after.isPresent()) {
            for (IndexPlace place : before.get().places().values()) {
                if (place.since() > 0 && after.get().places().containsValue(place.complete())) {
                    filled.add(place.space());
                }
            }
            ExpiryPlace expiry = before.get().expiry();
            if (!expiry.filled() && after.get().expiry().equals(expiry.complete())) {
                filled.add(expiry.space());
            }
        }
        return filled;
    }

    private static List<Integer> spacesLost(
            Optional<TableRecord> before, Optional<TableRecord> after) {
        List<Integer> lost = new ArrayList<>();
        before.ifPresent(record -> lost.addAll(record.spaces()));
        after.ifPresent(record -> lost.removeAll(record.spaces()));
        return lost;
    }
}
