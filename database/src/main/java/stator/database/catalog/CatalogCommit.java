package stator.database.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.log.RetiredLog;
import stator.database.log.SpaceNumbers;
import stator.database.row.FilledSpace;
import stator.database.row.HybridClock;
import stator.database.row.IndexPlace;
import stator.database.row.Layout;
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
 * @param retired what is kept of the table if it went
 * @param dropped spaces that are to be dropped
 */
public record CatalogCommit(
        long version,
        Optional<TableEntry> before,
        Optional<TableEntry> after,
        Optional<RetiredLog> retired,
        List<Integer> dropped) {

    /** What becomes of a table's record. Pure: it may be called again. */
    @FunctionalInterface
    public interface Edit {
        Optional<TableEntry> apply(Optional<TableEntry> before, SpaceNumbers numbers);
    }

    /** Whether anything changed. */
    boolean isChange() {
        return !after.equals(before);
    }

    /** What becomes of the records of some tables. Pure: it may be called again. */
    @FunctionalInterface
    public interface GroupEdit {
        List<Optional<TableEntry>> apply(List<Optional<TableEntry>> before, SpaceNumbers numbers);
    }

    /** Decides on the rows of the head and of some tables, which change together. */
    static List<CatalogCommit> decideAll(
            List<Optional<Row>> rows,
            List<RowKey> tableKeys,
            GroupEdit edit,
            HybridClock versions,
            WriteBatch batch) {
        CatalogRows.Head head = CatalogRows.Head.decode(rows.getFirst());
        List<Optional<TableEntry>> before = new ArrayList<>();
        for (Optional<Row> row : rows.subList(1, rows.size())) {
            before.add(row.map(found -> TableEntryCodec.decode(found.payload())));
        }
        long version = versions.next();
        SpaceNumbers numbers = new SpaceNumbers(head.nextSpace(), version);
        List<Optional<TableEntry>> after = edit.apply(before, numbers);
        assert after.size() == before.size() : "A change lost a table";
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
                            numbers,
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
            Optional<TableEntry> before,
            Optional<TableEntry> after,
            SpaceNumbers numbers,
            WriteBatch batch) {
        if (after.equals(before)) {
            return new CatalogCommit(catalogVersion, before, after, Optional.empty(), List.of());
        }
        Optional<RetiredLog> retired =
                after.isPresent()
                        ? Optional.empty()
                        : before.flatMap(record -> record.retire(numbers));
        List<Integer> dropped = spacesLost(before, after, retired);
        long version = numbers.version();
        after.ifPresentOrElse(
                record -> batch.put(tableKey, new Row(version, TableEntryCodec.encode(record))),
                () -> batch.delete(tableKey));
        spacesFilled(before, after).forEach(space -> batch.delete(Layout.position(space)));
        retired.ifPresent(log ->
                batch.put(
                        CatalogRows.retired(log.space()),
                        new Row(version, ChangeLogCodec.encode(log))));
        assert dropped.stream().noneMatch(space -> space < Layout.TABLE_SPACE_MIN)
                : "The space of a system table would be dropped: " + dropped;
        noteDropped(dropped, version, batch);
        return new CatalogCommit(catalogVersion, before, after, retired, dropped);
    }

    /** Decides that what was kept of a table that is gone is kept no longer. */
    static CatalogCommit forget(
            List<Optional<Row>> rows, RetiredLog retired, HybridClock versions, WriteBatch batch) {
        CatalogRows.Head head = CatalogRows.Head.decode(rows.getFirst());
        Optional<TableEntry> none = Optional.empty();
        if (rows.getLast().isEmpty()) {
            return new CatalogCommit(head.version(), none, none, Optional.empty(), List.of());
        }
        long version = versions.next();
        CatalogRows.Head next = new CatalogRows.Head(head.version() + 1, head.nextSpace());
        batch.put(CatalogRows.head(), new Row(version, next.encode()));
        batch.delete(CatalogRows.retired(retired.space()));
        List<Integer> dropped = retired.log().spaces();
        noteDropped(dropped, version, batch);
        return new CatalogCommit(next.version(), none, none, Optional.empty(), dropped);
    }

    private static void noteDropped(List<Integer> spaces, long version, WriteBatch batch) {
        for (int space : spaces) {
            batch.put(CatalogRows.dropped(space), new Row(version, new byte[0]));
        }
    }

    /** Spaces of indexes and features that have all their entries from now on. */
    private static List<Integer> spacesFilled(
            Optional<TableEntry> before, Optional<TableEntry> after) {
        List<Integer> filled = new ArrayList<>();
        if (before.isPresent() && after.isPresent()) {
            for (IndexPlace place : before.get().places().values()) {
                if (place.since() > 0 && after.get().places().containsValue(place.complete())) {
                    filled.add(place.space());
                }
            }
            Map<String, FilledSpace> now = after.get().filledSpaces();
            before.get()
                    .filledSpaces()
                    .forEach((setting, space) -> {
                        if (!space.filled() && space.complete().equals(now.get(setting))) {
                            filled.add(space.space());
                        }
                    });
        }
        return filled;
    }

    private static List<Integer> spacesLost(
            Optional<TableEntry> before, Optional<TableEntry> after, Optional<RetiredLog> retired) {
        List<Integer> lost = new ArrayList<>();
        before.ifPresent(record -> lost.addAll(record.spaces()));
        after.ifPresent(record -> lost.removeAll(record.spaces()));
        retired.ifPresent(log -> lost.removeAll(log.log().spaces()));
        return lost;
    }
}
