package stator.database.row;

import java.util.Arrays;
import stator.model.Item;
import stator.storage.RowKey;
import stator.storage.Token;

/**
 * 64 bits that stand for a key or for what a row says, to compare many of them without keeping
 * them. What is equal has the same ones; what differs by chance has others. Nothing is kept of
 * them, so they may be others in the next version.
 */
public final class Fingerprint {
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private Fingerprint() {}

    /** Of a key among those of one space and kind. */
    public static long of(RowKey key) {
        return join(Token.of(key.partition()), Token.of(key.sort()));
    }

    /** Of an item; the order of its attributes does not matter. */
    public static long of(Item item) {
        long sum = 0;
        for (Item.Attribute attribute : item) {
            sum += join(attribute.name().hashCode(), attribute.value().hashCode());
        }
        return sum;
    }

    /** Of what an index holds of an item. */
    public static long of(IndexEntry entry) {
        return join(of(entry.projected()), Arrays.hashCode(entry.vector()));
    }

    /** Of two things together, in their order. */
    public static long join(long left, long right) {
        return mix(mix(left + ODD) + right);
    }

    /** The finalizer of SplitMix64 (public domain). */
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
