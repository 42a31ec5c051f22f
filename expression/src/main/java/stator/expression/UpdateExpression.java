package stator.expression;

import java.util.List;
import java.util.Set;
import stator.model.Item;

/** A list of changes to an item, bound to its values. Immutable. */
public final class UpdateExpression {
    /** The update that AttributeUpdates states. */
    public static UpdateExpression ofLegacy(List<LegacyUpdate> updates) {
        throw new IllegalStateException("unfinished");
    }

    /**
     * The item after the update. All right-hand sides see {@code item} as it was.
     *
     * @param item the current item; for one that is not there, its key attributes alone
     * @throws InvalidExpressionException if the item does not allow the update
     */
    public Item apply(Item item) {
        throw new IllegalStateException("unfinished");
    }

    /** What ReturnValues UPDATED_OLD shows: the updated parts as the old item has them. */
    public Item updatedOld(Item old) {
        throw new IllegalStateException("unfinished");
    }

    /** What ReturnValues UPDATED_NEW shows: the updated parts as the new item has them. */
    public Item updatedNew(Item updated) {
        throw new IllegalStateException("unfinished");
    }

    /** The top-level attributes that it changes, in the order of the text. */
    public Set<String> topLevelNames() {
        throw new IllegalStateException("unfinished");
    }

    /** Whether it only takes away, and so creates no item where there is none. */
    public boolean onlyRemoves() {
        throw new IllegalStateException("unfinished");
    }

    /** What AWS adds to the size of the item when it holds an update against the size limit. */
    public int sizeChargeBytes() {
        throw new IllegalStateException("unfinished");
    }
}
