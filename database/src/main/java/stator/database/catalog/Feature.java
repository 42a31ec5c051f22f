package stator.database.catalog;

import java.util.Optional;
import java.util.function.Consumer;

/** Something that tables can have and that follows the changes of their items. */
@FunctionalInterface
public interface Feature {
    /** What follows the changes of a table; empty if the table does not have this. */
    Optional<Follower> follower(TableEntry table);

    /**
     * Looks whether the rows of this in a table fit its items, while nothing is written.
     *
     * @param problem hears of each thing that is wrong
     */
    default void check(LiveTable table, Consumer<String> problem) {}
}
