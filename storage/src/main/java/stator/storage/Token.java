package stator.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The place of a partition in an embedded engine, and in the shards of a log of changes in any: a
 * 64-bit hash of its bytes, compared as an unsigned number. Scans go through a space in the order
 * of tokens, then of partition bytes; a segment of a parallel scan is a range of tokens.
 *
 * <p>The function is part of the file format and must never change: eight bytes at a time, each
 * folded in by the finalizer of MurmurHash3.
 */
public final class Token {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long MULTIPLIER = 0xff51afd7ed558ccdL;

    private Token() {}

    /** The token of a partition. */
    public static long of(byte[] partition) {
        long hash = SEED ^ partition.length * MULTIPLIER;
        int at = 0;
        for (; at + 8 <= partition.length; at += 8) {
            hash = mix(hash ^ (long) EIGHT_BYTES.get(partition, at));
        }
        if (at < partition.length) {
            hash = mix(hash ^ lastBytes(partition, at));
        }
        return mix(hash);
    }

    private static long lastBytes(byte[] bytes, int from) {
        long value = 0;
        for (int at = from; at < bytes.length; at++) {
            value = value << 8 | bytes[at] & 0xff;
        }
        return value;
    }

    /** The 64-bit finalizer of MurmurHash3 (public domain). */
    private static long mix(long hash) {
        hash ^= hash >>> 33;
        hash *= MULTIPLIER;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
