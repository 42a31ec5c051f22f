package stator.database.change;

import java.util.function.LongConsumer;

/**
 * What items are after their last changes, by fingerprints of their keys: 16 bytes for each of half
 * a million items at most, whatever is in them, in a table that is at most half full.
 */
final class LastChanges {
    static final int ITEMS_MAX = 1 << 19;

    /** The last change took the item away. */
    static final long GONE = 0;

    /** There is an item, and the record does not show which. */
    static final long UNKNOWN = 1;

    /** No change of the item was seen, or nothing is expected of it any longer. */
    static final long NONE = 2;

    private static final int ITEMS_MIN = 1 << 9;
    private static final long FREE = 0;

    private final int itemsMax;

    /** Keys and states in turn; an item is in the first free place behind its own. */
    private long[] table;

    private int items;

    /**
     * Nothing yet.
     *
     * @param itemsMax how many items there is room for, a power of two
     */
    LastChanges(int itemsMax) {
        assert Integer.bitCount(itemsMax) == 1 : "No power of two: " + itemsMax;
        this.itemsMax = itemsMax;
        clear();
    }

    void clear() {
        table = new long[4 * Math.min(itemsMax, ITEMS_MIN)];
        items = 0;
    }

    /** That of an item with a fingerprint. */
    static long state(long fingerprint) {
        return fingerprint >= GONE && fingerprint <= NONE ? ~fingerprint : fingerprint;
    }

    /** What an item is after its last change. */
    long get(long key) {
        int place = place(key);
        return table[place] == FREE ? NONE : table[place + 1];
    }

    /**
     * An item is something else from now on.
     *
     * @return whether there was room for it
     */
    boolean put(long key, long state) {
        int place = place(key);
        if (table[place] == FREE) {
            if (items == itemsMax) {
                return false;
            }
            if (4 * items == table.length) {
                grow();
                place = place(key);
            }
            table[place] = shown(key);
            items++;
        }
        table[place + 1] = state;
        return true;
    }

    /** Shows the keys of the items that are there after their last changes. */
    void forEachThere(LongConsumer receiver) {
        for (int place = 0; place < table.length; place += 2) {
            boolean isThere = table[place + 1] != GONE && table[place + 1] != NONE;
            if (table[place] != FREE && isThere) {
                receiver.accept(table[place]);
            }
        }
    }

    private void grow() {
        long[] old = table;
        table = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != FREE) {
                int place = place(old[i]);
                table[place] = old[i];
                table[place + 1] = old[i + 1];
            }
        }
    }

    private int place(long key) {
        long sought = shown(key);
        int mask = table.length / 2 - 1;
        int at = (int) sought & mask;
        while (table[2 * at] != FREE && table[2 * at] != sought) {
            at = at + 1 & mask;
        }
        return 2 * at;
    }

    /** A key as it is kept and shown. */
    static long shown(long key) {
        return key == FREE ? -1 : key;
    }
}
