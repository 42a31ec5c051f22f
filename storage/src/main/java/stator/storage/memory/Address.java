package stator.storage.memory;

/** Where a block is: the number of its slab, and where it begins there; together one number. */
final class Address {
    private Address() {}

    static long of(int slab, int offset) {
        return (long) slab << Integer.SIZE | offset;
    }

    static int slab(long address) {
        return (int) (address >>> Integer.SIZE);
    }

    static int offset(long address) {
        return (int) address;
    }
}
