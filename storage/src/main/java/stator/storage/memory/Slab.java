package stator.storage.memory;

/**
 * An array of bytes that is cut into blocks of one size.
 *
 * <p>Which blocks are taken is guarded by the {@link SizeClass} that the slab belongs to; the bytes
 * of a block, by the {@link Leaf} that holds its address.
 */
final class Slab {
    /** Its place in the table of all slabs. */
    final int number;

    final int blockBytes;
    final byte[] bytes;

    /** A bit for each block. */
    private final long[] taken;

    private final int blocks;
    private int live;

    /** Words of {@code taken} before this one are full. */
    private int firstWithRoom;

    /** Whether it is being emptied, so that nothing new may come into it. */
    private boolean isLeaving;

    Slab(int number, int blockBytes, int blocks) {
        this.number = number;
        this.blockBytes = blockBytes;
        this.blocks = blocks;
        bytes = new byte[Math.multiplyExact(blockBytes, blocks)];
        taken = new long[(blocks + Long.SIZE - 1) / Long.SIZE];
    }

    /** Takes a block; where it begins. Only while there is room. */
    int take() {
        assert live < blocks : "no room";
        while (taken[firstWithRoom] == -1L) {
            firstWithRoom++;
        }
        int block = firstWithRoom * Long.SIZE + Long.numberOfTrailingZeros(~taken[firstWithRoom]);
        assert block < blocks : "taken blocks were counted wrong";
        taken[firstWithRoom] |= 1L << block;
        live++;
        return block * blockBytes;
    }

    /** Gives a block back. */
    void give(int offset) {
        int block = offset / blockBytes;
        assert isTaken(block) : "given back twice: block " + block;
        taken[block / Long.SIZE] &= ~(1L << block);
        firstWithRoom = Math.min(firstWithRoom, block / Long.SIZE);
        live--;
    }

    private boolean isTaken(int block) {
        return (taken[block / Long.SIZE] & 1L << block) != 0;
    }

    /** Where the first taken block at or behind an offset begins, or -1. */
    int nextTaken(int offset) {
        for (int block = offset / blockBytes; block < blocks; block++) {
            if (isTaken(block)) {
                return block * blockBytes;
            }
        }
        return -1;
    }

    int blocks() {
        return blocks;
    }

    int live() {
        return live;
    }

    boolean isFull() {
        return live == blocks;
    }

    boolean isLeaving() {
        return isLeaving;
    }

    void leave(boolean leaves) {
        isLeaving = leaves;
    }
}
