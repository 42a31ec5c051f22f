package stator.storage.memory;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** All slabs of a store, to be found by number. */
final class SlabTable {
    /** Grows, and is replaced when it does. Guarded by {@code this} for writing. */
    private volatile Slab[] slabs = new Slab[16];

    /** Numbers of slabs that were let go. Guarded by {@code this}. */
    private final Deque<Integer> free = new ArrayDeque<>();

    /** Guarded by {@code this}. */
    private int count;

    /**
     * The slab of an address. Null if it was let go, which a reader may see whose row was moved
     * meanwhile.
     */
    Slab slab(long address) {
        Slab[] all = slabs;
        int number = Address.slab(address);
        return number < all.length ? all[number] : null;
    }

    /** Makes a slab. */
    synchronized Slab add(int blockBytes, int blocks) {
        int number = free.isEmpty() ? count : free.peekFirst();
        Slab slab = new Slab(number, blockBytes, blocks);
        // From here on nothing fails for want of memory.
        if (free.isEmpty()) {
            count++;
        } else {
            free.removeFirst();
        }
        Slab[] all = number < slabs.length ? slabs : Arrays.copyOf(slabs, 2 * slabs.length);
        all[number] = slab;
        slabs = all;
        return slab;
    }

    /** Lets a slab go, in which there is no row. */
    synchronized void remove(Slab slab) {
        assert slabs[slab.number] == slab && slab.live() == 0 : "slab " + slab.number;
        slabs[slab.number] = null;
        free.addLast(slab.number);
    }
}
