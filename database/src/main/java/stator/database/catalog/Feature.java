package stator.database.catalog;

import java.util.Optional;
import stator.database.row.DerivedRows;

/** Something that tables can have and that follows the changes of their items. */
@FunctionalInterface
public interface Feature {
    /** What follows the changes of a table; empty if the table does not have this. */
    Optional<Follower> follower(TableEntry table);

    /** What this keeps of the items of a table, if it keeps anything and the table has it. */
    default Optional<DerivedRows> derived(LiveTable table) {
        return Optional.empty();
    }
}
