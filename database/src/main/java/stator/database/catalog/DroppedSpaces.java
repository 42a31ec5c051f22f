package stator.database.catalog;

import java.util.ArrayList;
import java.util.List;
import stator.database.row.Layout;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * Deletes the rows of spaces that no table has any longer. Which these are was noted in the commit
 * that took them away, so that a crash in between loses none.
 */
final class DroppedSpaces {
    private final Store store;

    DroppedSpaces(Store store) {
        this.store = store;
    }

    /** Deletes what spaces hold, and then the note that says so. */
    void drop(List<Integer> spaces) {
        for (int space : spaces) {
            store.dropSpace(space);
            RowKey note = CatalogRows.dropped(space);
            store.update(
                    List.of(note),
                    (rows, batch) -> {
                        batch.delete(note);
                        return space;
                    });
        }
    }

    /** Drops what a crash left noted. */
    void finish() {
        drop(noted());
    }

    /** What is still to be dropped. */
    List<Integer> noted() {
        List<Integer> spaces = new ArrayList<>();
        byte[] partition = CatalogRows.dropped(0).partition();
        store.range(
                RowRange.all(Layout.CATALOG_SPACE, partition, Layout.CATALOG_DROPPED_KIND, false),
                Consistency.STRONG,
                (key, row) -> spaces.add(CatalogRows.droppedSpace(key)));
        return spaces;
    }
}
