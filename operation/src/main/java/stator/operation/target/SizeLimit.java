package stator.operation.target;

import java.util.Set;
import stator.expression.UpdateExpression;
import stator.model.ApiException;
import stator.model.Item;

/** The most that one item may take, as AWS counts it. */
public final class SizeLimit {
    /** Largest item. */
    static final int ITEM_BYTES_MAX = 400 * 1024;

    private SizeLimit() {}

    /** Checks an item that a request gives. */
    public static void requireItem(Item item) {
        if (isTooLarge(item)) {
            throw ApiException.validation("Item size has exceeded the maximum allowed size");
        }
    }

    /** How AWS measures an update. */
    public enum OfUpdate {
        /** The finished item: updates in transactions and by statements (measured). */
        FINISHED,
        /**
         * The finished item, and by itself what the update writes together with what AWS charges
         * for the update and each of its actions: UpdateItem (captures of the dynamodb-conformance
         * suite, August 2026).
         */
        FINISHED_AND_STATEMENT
    }

    /** Checks an item that an update makes. */
    static void requireUpdatedItem(Item item, UpdateExpression update, OfUpdate limit) {
        if (item.documentBytes() <= ITEM_BYTES_MAX / 4) {
            return;
        }
        boolean tooLarge =
                switch (limit) {
                    case FINISHED -> isTooLarge(item);
                    case FINISHED_AND_STATEMENT ->
                            isTooLarge(item) || statementBytes(item, update) > ITEM_BYTES_MAX;
                };
        if (tooLarge) {
            throw ApiException.validation(
                    "Item size to update has exceeded the maximum allowed size");
        }
    }

    private static int statementBytes(Item item, UpdateExpression update) {
        int written = update.sizeChargeBytes();
        Set<String> names = update.topLevelNames();
        for (Item.Attribute attribute : item) {
            if (names.contains(attribute.name())) {
                written += Item.of(attribute.name(), attribute.value()).sizeBytes();
            }
        }
        return written;
    }

    /** Usually without a walk: an item counts less than twice the bytes of its document. */
    private static boolean isTooLarge(Item item) {
        return item.documentBytes() > ITEM_BYTES_MAX / 2 && item.sizeBytes() > ITEM_BYTES_MAX;
    }
}
