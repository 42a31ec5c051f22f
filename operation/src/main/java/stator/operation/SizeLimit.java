package stator.operation;

import stator.model.ApiException;
import stator.model.Item;

/** The most that one item may take, as AWS counts it. */
final class SizeLimit {
    /** Largest item. */
    static final int ITEM_BYTES_MAX = 400 * 1024;

    private SizeLimit() {}

    /** Checks an item that a request gives. */
    static void requireItem(Item item) {
        if (isTooLarge(item)) {
            throw ApiException.validation("Item size has exceeded the maximum allowed size");
        }
    }

    /** Checks an item that an update makes. */
    static void requireUpdatedItem(Item item) {
        if (isTooLarge(item)) {
            throw updateTooLarge();
        }
    }

    /** Checks what AWS holds against the limit for an update by itself, whatever the item is. */
    static void requireUpdate(int chargeBytes) {
        if (chargeBytes > ITEM_BYTES_MAX) {
            throw updateTooLarge();
        }
    }

    /** Usually without a walk: an item counts less than twice the bytes of its document. */
    private static boolean isTooLarge(Item item) {
        return item.documentBytes() > ITEM_BYTES_MAX / 2 && item.sizeBytes() > ITEM_BYTES_MAX;
    }

    private static ApiException updateTooLarge() {
        return ApiException.validation("Item size to update has exceeded the maximum allowed size");
    }
}
