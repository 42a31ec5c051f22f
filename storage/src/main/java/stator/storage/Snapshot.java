package stator.storage;

/**
 * The rows of a store as they stood at one moment, whatever is written afterwards.
 *
 * <p>It shows every update that had returned when it was taken, and each update whole or not at
 * all. A space that is dropped later is still all there. An open snapshot costs room for everything
 * that changes meanwhile, so it is closed soon, at the latest before its store.
 *
 * <p>All methods may be called from any thread, and throw {@link StoreException}; {@link
 * StoreException.Unavailable} if the store was closed, or had to be opened again because of a disk
 * error.
 */
public interface Snapshot extends AutoCloseable {
    /** The token of a partition in the spaces of the snapshot; see {@link Store#token}. */
    default long token(int space, byte[] partition) {
        return Token.of(partition);
    }

    /**
     * Shows the rows of a scan, in order, until the visitor has enough. The visitor must not call
     * the store.
     */
    void scan(SpaceScan scan, RowVisitor visitor);

    @Override
    void close();
}
