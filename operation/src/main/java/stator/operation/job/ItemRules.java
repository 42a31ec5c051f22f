package stator.operation.job;

import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.Item;

/** What the API asks of an item before it may go into a table. */
@FunctionalInterface
public interface ItemRules {
    /**
     * Checks an item.
     *
     * @throws ApiException with what is wrong
     */
    void check(Item item, Table table);
}
