package stator.storage.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * All slabs with blocks of one size. A slab without rows is let go; of the blocks in the others at
 * most a fifth, and a slab's, are free for long, since a slab that is emptier than others is
 * emptied when more are.
 *
 * <p>Safe for threads; nothing here calls out of it while it holds its lock, but the table of
 * slabs.
 */
final class SizeClass {
    /**
     * With the header of an array it takes a region of 4 MB of the collector G1, which does not
     * move such arrays.
     */
    static final int SLAB_BYTES_MAX = (4 << 20) - 16;

    private static final int SLAB_BYTES_MIN = 4 << 10;

    /** Larger ones, up to those that fill a region, would waste the rest of a region. */
    private static final int SMALL_SLAB_BYTES_MAX = 1 << 20;

    /**
     * The last slab stays up to this size, so that rows that come and go one by one do not make
     * slabs.
     */
    private static final int KEPT_BYTES_MAX = 64 << 10;

    /** How many taken blocks there are, at least, for each that is free. */
    private static final int TAKEN_FOR_EACH_FREE = 4;

    private final SlabTable table;
    private final int blockBytes;
    private final List<Slab> slabs = new ArrayList<>();

    /** Those that have room and do not leave. */
    private final Deque<Slab> withRoom = new ArrayDeque<>();

    private long blocks;
    private long live;

    /** The slab that is being emptied, or null. */
    private Slab leaving;

    /** Blocks of the leaving slab before this offset were moved away, or are moved. */
    private int leftUntil;

    SizeClass(SlabTable table, int blockBytes) {
        this.table = table;
        this.blockBytes = blockBytes;
    }

    /** Takes a block; its address. */
    synchronized long take() {
        if (withRoom.isEmpty()) {
            grow();
        }
        Slab slab = withRoom.getFirst();
        assert !slab.isLeaving() && !slab.isFull() : "no room in slab " + slab.number;
        int offset = slab.take();
        live++;
        if (slab.isFull()) {
            withRoom.removeFirst();
        }
        return Address.of(slab.number, offset);
    }

    private void grow() {
        Slab slab = table.add(blockBytes, blocksOfNextSlab());
        slabs.add(slab);
        blocks += slab.blocks();
        withRoom.addFirst(slab);
    }

    private int blocksOfNextSlab() {
        long part = blocks * blockBytes / TAKEN_FOR_EACH_FREE;
        long bytes =
                part >= SLAB_BYTES_MAX
                        ? SLAB_BYTES_MAX
                        : Math.clamp(part, SLAB_BYTES_MIN, SMALL_SLAB_BYTES_MAX);
        return (int) Math.max(1, bytes / blockBytes);
    }

    /**
     * Gives a block back.
     *
     * @return whether rows should be moved, because too many blocks are free
     */
    synchronized boolean give(long address) {
        Slab slab = table.slab(address);
        assert slab.blockBytes == blockBytes : "a block of another size: " + slab.blockBytes;
        boolean wasFull = slab.isFull();
        slab.give(Address.offset(address));
        live--;
        if (slab.live() == 0 && (slabs.size() > 1 || slab.bytes.length > KEPT_BYTES_MAX)) {
            letGo(slab, wasFull);
        } else if (wasFull && !slab.isLeaving()) {
            withRoom.addLast(slab);
        }
        return leaving != null || chooseLeaving();
    }

    private void letGo(Slab slab, boolean wasFull) {
        if (!wasFull && !slab.isLeaving()) {
            withRoom.remove(slab);
        }
        if (slab == leaving) {
            leaving = null;
        }
        boolean isRemoved = slabs.remove(slab);
        assert isRemoved : "slab " + slab.number + " was let go twice";
        blocks -= slab.blocks();
        assert live <= blocks : live + " taken blocks of " + blocks;
        table.remove(slab);
    }

    private boolean chooseLeaving() {
        long spare = blocks - live;
        if (slabs.size() < 2 || spare <= live / TAKEN_FOR_EACH_FREE + blocksOfNextSlab()) {
            return false;
        }
        Slab emptiest =
                slabs.stream()
                        .min(
                                Comparator.comparingDouble(
                                        slab -> slab.live() / (double) slab.blocks()))
                        .orElseThrow();
        if (spare - (emptiest.blocks() - emptiest.live()) < emptiest.live()) {
            return false;
        }
        leaving = emptiest;
        leftUntil = 0;
        emptiest.leave(true);
        withRoom.remove(emptiest);
        return true;
    }

    /** The address of a block that is to be moved, or -1. It is named once. */
    synchronized long nextToMove() {
        if (leaving == null) {
            return -1;
        }
        int offset = leaving.nextTaken(leftUntil);
        if (offset >= 0) {
            leftUntil = offset + blockBytes;
            return Address.of(leaving.number, offset);
        }
        // What is left is being written just now. It may stay, and so may the slab.
        leaving.leave(false);
        withRoom.addLast(leaving);
        leaving = null;
        return -1;
    }

    /** Bytes of all slabs. */
    synchronized long bytes() {
        return blocks * blockBytes;
    }
}
