package stator.database.item;

import java.util.Optional;
import stator.model.Item;

/**
 * What to do with one item, given what is there: conditions, updates, puts and deletes are all of
 * this shape.
 *
 * <p>Pure: it may be called again with another item, and then only the last call counts.
 */
@FunctionalInterface
public interface ItemWrite {
    /**
     * Decides.
     *
     * @throws stator.model.ApiException if the request does not fit the item; nothing is applied
     */
    WriteDecision decide(Optional<Item> current);
}
