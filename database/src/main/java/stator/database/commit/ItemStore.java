package stator.database.commit;

import java.util.List;
import stator.database.catalog.LiveTable;
import stator.database.item.TargetedWrite;
import stator.storage.Store;

/**
 * The store as writers of items see it: it is watched where that matters, which is in tables with
 * vector indexes. Other writers do not pay for it.
 *
 * <p>A writer has entered the gate of its table, so that no vector index comes before it is done.
 */
public record ItemStore(Store plain, Store watched) {
    /** For writes of a table. */
    public Store of(LiveTable table) {
        return table.vectorIndexes().isEmpty() ? plain : watched;
    }

    /** For writes of all those tables together. */
    public Store of(List<TargetedWrite> writes) {
        for (TargetedWrite write : writes) {
            if (of(LiveTable.of(write.table()).gate().current()) == watched) {
                return watched;
            }
        }
        return plain;
    }
}
