package stator.storage;

/**
 * How a store is.
 *
 * @param writable whether writes are accepted
 * @param detail what is wrong and what to do; empty when all is well
 */
public record StoreHealth(boolean writable, String detail) {
    public StoreHealth {
        assert writable || !detail.isEmpty() : "nobody learns what is wrong";
    }

    /** All is well. */
    public static final StoreHealth GOOD = new StoreHealth(true, "");
}
