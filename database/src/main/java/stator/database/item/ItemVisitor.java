package stator.database.item;

import stator.model.Item;

/** Takes the items of a query or scan, one after the other. It must not call the database. */
@FunctionalInterface
public interface ItemVisitor {
    /**
     * Takes one item; from an index, with the attributes that its entries carry.
     *
     * @return whether to go on
     */
    boolean visit(Item item);
}
