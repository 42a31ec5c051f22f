package stator.database.check;

import java.util.BitSet;
import stator.database.row.Fingerprint;
import stator.storage.RowKey;

/**
 * A set of rows, as one sum of fingerprints for each of many buckets: in whatever order they come
 * and however many there are, two sets are equal if the sums are, and where they are not, the rows
 * that differ are in the buckets that do. That takes 128 KB, and no key is kept.
 *
 * <p>By chance, sums of different rows are equal once in 2^32 cases at worst: fingerprints of
 * values are made of 32 bits.
 */
final class RowSums {
    private static final int BUCKET_BITS = 14;

    private final long[] sums = new long[1 << BUCKET_BITS];
    private long rows;
    private long bytes;

    void add(RowKey key, long fingerprint, int sizeBytes) {
        long ofKey = Fingerprint.of(key);
        sums[bucket(ofKey)] += Fingerprint.join(ofKey, fingerprint);
        rows++;
        bytes += sizeBytes;
    }

    /** Where a row of a key is counted. */
    static int bucket(RowKey key) {
        return bucket(Fingerprint.of(key));
    }

    private static int bucket(long ofKey) {
        return (int) (ofKey >>> Long.SIZE - BUCKET_BITS);
    }

    /** The first buckets, up to a number of them, in which rows differ from those of others. */
    BitSet differing(RowSums others, int most) {
        BitSet differing = new BitSet();
        int left = most;
        for (int i = 0; i < sums.length && left > 0; i++) {
            if (sums[i] != others.sums[i]) {
                differing.set(i);
                left--;
            }
        }
        return differing;
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }
}
