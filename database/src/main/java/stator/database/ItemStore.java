package stator.database;

import java.util.List;
import stator.storage.Store;

/**
 * The store as writers of items see it: it is watched where that matters, which is in tables with
 * vector indexes. Other writers do not pay for it.
 *
 * <p>A writer has entered the gate of its table, so that no vector index comes before it is done.
 */
record ItemStore(Store plain, Store watched) {
    /** For writes of a table. */
    Store of(Table table) {
        return table.vectorIndexes().isEmpty() ? plain : watched;
    }

    /** For writes of all those tables together. */
    Store of(List<TargetedWrite> writes) {
        for (TargetedWrite write : writes) {
            if (of(write.table().gate().current()) == watched) {
                return watched;
            }
        }
        return plain;
    }
}
