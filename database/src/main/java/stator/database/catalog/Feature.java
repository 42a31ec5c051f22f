package stator.database.catalog;

import java.util.Optional;

/** Something that tables can have and that follows the changes of their items. */
@FunctionalInterface
public interface Feature {
    /** What follows the changes of a table; empty if the table does not have this. */
    Optional<Follower> follower(TableRecord table);
}
