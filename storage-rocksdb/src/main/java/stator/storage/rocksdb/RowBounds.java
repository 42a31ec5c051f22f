package stator.storage.rocksdb;

import java.util.Arrays;
import stator.storage.RowRange;
import stator.storage.SpaceScan;

/**
 * The keys that a range or scan reads.
 *
 * @param from the first
 * @param to the first behind the last
 */
record RowBounds(byte[] from, byte[] to) {
    RowBounds {
        assert from.length > 0 && to.length > 0 : "bounds without bytes";
    }

    static RowBounds of(RowRange range) {
        byte[] to = bound(range, range.to());
        return new RowBounds(
                bound(range, range.from()), range.to().length == 0 ? RowRange.afterPrefix(to) : to);
    }

    private static byte[] bound(RowRange range, byte[] sort) {
        return RowBytes.key(range.space(), range.kind(), range.partition(), sort);
    }

    static RowBounds of(SpaceScan scan) {
        byte[] from = RowBytes.place(scan.space(), scan.kind(), scan.fromToken());
        if (scan.after() != null) {
            byte[] behind = RowRange.after(RowBytes.key(scan.after()));
            from = Arrays.compareUnsigned(from, behind) < 0 ? behind : from;
        }
        return new RowBounds(
                from,
                scan.toToken() == -1L
                        ? RowBytes.place(scan.space(), scan.kind() + 1, 0)
                        : RowBytes.place(scan.space(), scan.kind(), scan.toToken() + 1));
    }

    /** Whether there can be no key at all; RocksDB does not bear such bounds. */
    boolean isEmpty() {
        return Arrays.compareUnsigned(from, to) >= 0;
    }
}
