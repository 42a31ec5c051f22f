package stator.database.catalog;

import stator.storage.WriteBatch;

/**
 * What a table does besides, when one of its items changes. A feature that wants to hear of changes
 * is a follower; the commit of an item knows no feature.
 *
 * <p>All that a follower needs is in the change, and nothing that it writes depends on being in the
 * commit of the item. So it could also run later, from a queue of changes.
 */
public interface Follower {
    /** Adds rows to the commit of the change. Pure: it may be called again. */
    void follow(ItemChanged change, WriteBatch batch);

    /** Hears of a change that is committed: the place to wake, to count, to set an alarm. */
    default void committed(ItemChanged change) {}
}
