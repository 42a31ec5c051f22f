package stator.storage.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * The bytes of all rows of a store, each in a block of a {@link Slab} with its key:
 *
 * <pre>version 8 | space 4 | payload's length 4 | partition's length 4 | sort's length 4 | kind 1 |
 * partition | sort | payload</pre>
 *
 * <p>Readers take no lock, so a block may be given back, and another row be written there, while
 * one reads it. What such a reader gets is nothing or nonsense, which it throws away, since its
 * {@link Leaf} has changed. All that has to hold here is that nonsense does no harm: no length
 * leads out of the block.
 */
final class Blocks {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int SPACE = 8;
    private static final int PAYLOAD_LENGTH = 12;
    private static final int PARTITION_LENGTH = 16;
    private static final int SORT_LENGTH = 20;
    private static final int KIND = 24;
    private static final int HEADER_BYTES = 25;

    /** Sizes of blocks are multiples of this at least. */
    private static final int GRAIN_BYTES = 16;

    /**
     * Sizes of blocks between a power of two and the next: what is wasted is one part in so many.
     */
    private static final int SIZES_PER_DOUBLING = 16;

    private final SlabTable slabs = new SlabTable();

    /** By number; made when it is needed. */
    private final AtomicReferenceArray<SizeClass> classes =
            new AtomicReferenceArray<>(number(Integer.MAX_VALUE) + 1);

    /** One in which too many blocks are free, or null. */
    private volatile SizeClass crowded;

    /**
     * Bytes of the block of a row.
     *
     * @throws OutOfMemoryError if it is larger than an array can be
     */
    static int bytes(RowKey key, Row row) {
        long bytes =
                (long) HEADER_BYTES
                        + key.partition().length
                        + key.sort().length
                        + row.payload().length;
        long step = Math.max(GRAIN_BYTES, Long.highestOneBit(bytes) / SIZES_PER_DOUBLING);
        return Math.toIntExact((bytes + step - 1) / step * step);
    }

    /** The number of the class of a size. */
    private static int number(int bytes) {
        if (bytes < GRAIN_BYTES * SIZES_PER_DOUBLING) {
            return bytes / GRAIN_BYTES;
        }
        int doublings =
                Integer.numberOfLeadingZeros(GRAIN_BYTES * SIZES_PER_DOUBLING)
                        - Integer.numberOfLeadingZeros(bytes);
        return doublings * SIZES_PER_DOUBLING + bytes / (GRAIN_BYTES << doublings);
    }

    private SizeClass sizeClass(int blockBytes) {
        int number = number(blockBytes);
        SizeClass found = classes.get(number);
        if (found != null) {
            return found;
        }
        classes.compareAndSet(number, null, new SizeClass(slabs, blockBytes));
        return classes.get(number);
    }

    /** Writes a row into a new block; its address. */
    long put(RowKey key, Row row) {
        long address = sizeClass(bytes(key, row)).take();
        byte[] bytes = slabs.slab(address).bytes;
        int at = Address.offset(address);
        assert bytes(address) == bytes(key, row) : "a block of another size";
        INT.set(bytes, at + SPACE, key.space());
        INT.set(bytes, at + PARTITION_LENGTH, key.partition().length);
        INT.set(bytes, at + SORT_LENGTH, key.sort().length);
        bytes[at + KIND] = key.kind();
        System.arraycopy(key.partition(), 0, bytes, at + HEADER_BYTES, key.partition().length);
        System.arraycopy(
                key.sort(),
                0,
                bytes,
                at + HEADER_BYTES + key.partition().length,
                key.sort().length);
        write(bytes, at, key, row);
        return address;
    }

    /** Writes another row of the same key into a block, which is of its size. */
    void overwrite(long address, RowKey key, Row row) {
        assert bytes(address) == bytes(key, row) : "a block of another size";
        write(slabs.slab(address).bytes, Address.offset(address), key, row);
    }

    private static void write(byte[] bytes, int at, RowKey key, Row row) {
        byte[] payload = row.payload();
        LONG.set(bytes, at, row.version());
        INT.set(bytes, at + PAYLOAD_LENGTH, payload.length);
        int begin = at + HEADER_BYTES + key.partition().length + key.sort().length;
        System.arraycopy(payload, 0, bytes, begin, payload.length);
    }

    /** Bytes of a block that holds a row. */
    int bytes(long address) {
        return slabs.slab(address).blockBytes;
    }

    /** The row in a block, or null if it is not whole. */
    Row row(long address) {
        Slab slab = whole(address);
        if (slab == null) {
            return null;
        }
        int at = Address.offset(address);
        int payload = length(slab, at, PAYLOAD_LENGTH);
        int begin =
                HEADER_BYTES + length(slab, at, PARTITION_LENGTH) + length(slab, at, SORT_LENGTH);
        if (!isWithin(slab, begin, payload)) {
            return null;
        }
        long version = (long) LONG.get(slab.bytes, at);
        return new Row(version, Arrays.copyOfRange(slab.bytes, at + begin, at + begin + payload));
    }

    /** The key of the row in a block, or null if it is not whole. */
    RowKey key(long address) {
        Slab slab = whole(address);
        if (slab == null) {
            return null;
        }
        int at = Address.offset(address);
        int space = (int) INT.get(slab.bytes, at + SPACE);
        byte kind = slab.bytes[at + KIND];
        int partition = length(slab, at, PARTITION_LENGTH);
        int sort = length(slab, at, SORT_LENGTH);
        if (space < 0 || kind < 0 || !isWithin(slab, HEADER_BYTES + partition, sort)) {
            return null;
        }
        int begin = at + HEADER_BYTES;
        return new RowKey(
                space,
                Arrays.copyOfRange(slab.bytes, begin, begin + partition),
                kind,
                Arrays.copyOfRange(slab.bytes, begin + partition, begin + partition + sort));
    }

    /** Compares the key of the row in a block with another one of the same space and kind. */
    int compare(long address, RowKey key) {
        Slab slab = whole(address);
        if (slab == null) {
            return 0;
        }
        int at = Address.offset(address);
        int partition = length(slab, at, PARTITION_LENGTH);
        int sort = length(slab, at, SORT_LENGTH);
        if (!isWithin(slab, HEADER_BYTES + partition, sort)) {
            return 0;
        }
        int begin = at + HEADER_BYTES;
        int order =
                Arrays.compareUnsigned(
                        slab.bytes,
                        begin,
                        begin + partition,
                        key.partition(),
                        0,
                        key.partition().length);
        begin += partition;
        return order != 0
                ? order
                : Arrays.compareUnsigned(
                        slab.bytes, begin, begin + sort, key.sort(), 0, key.sort().length);
    }

    /** The slab of an address if there is a block at it, or null. */
    private Slab whole(long address) {
        Slab slab = slabs.slab(address);
        return slab != null && Address.offset(address) <= slab.bytes.length - slab.blockBytes
                ? slab
                : null;
    }

    /** A length that is written in a block, or 0 if it is nonsense. */
    private static int length(Slab slab, int at, int field) {
        int length = (int) INT.get(slab.bytes, at + field);
        return length >= 0 && length <= slab.blockBytes ? length : 0;
    }

    private static boolean isWithin(Slab slab, int begin, int length) {
        return begin + length <= slab.blockBytes;
    }

    /** Gives a block back. */
    void give(long address) {
        SizeClass from = sizeClass(bytes(address));
        if (from.give(address)) {
            crowded = from;
        }
    }

    /**
     * The address of a row that is to be moved ({@link #copy}), so that the rest of its slab can be
     * let go; -1 if none is.
     */
    long nextToMove() {
        SizeClass from = crowded;
        if (from == null) {
            return -1;
        }
        long address = from.nextToMove();
        if (address < 0) {
            crowded = null;
        }
        return address;
    }

    /** Copies a row into a new block of the same size; its address. */
    long copy(long address) {
        Slab from = slabs.slab(address);
        long copy = sizeClass(from.blockBytes).take();
        assert copy != address : "a block was taken twice: " + address;
        System.arraycopy(
                from.bytes,
                Address.offset(address),
                slabs.slab(copy).bytes,
                Address.offset(copy),
                from.blockBytes);
        return copy;
    }

    /** Bytes of all slabs. */
    long bytes() {
        long bytes = 0;
        for (int number = 0; number < classes.length(); number++) {
            SizeClass one = classes.get(number);
            bytes += one == null ? 0 : one.bytes();
        }
        return bytes;
    }
}
