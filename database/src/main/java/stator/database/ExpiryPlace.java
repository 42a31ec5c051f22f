package stator.database;

/**
 * Where a table's {@link ExpiryIndex} is.
 *
 * @param space of its own; {@link #NONE} if there is no index
 * @param filled whether all items that expire are in it; until then {@link ExpiryBuilder} adds them
 */
record ExpiryPlace(int space, boolean filled) {
    /** Items do not expire. Space 0 is the catalog's. */
    static final ExpiryPlace NONE = new ExpiryPlace(CatalogRows.SPACE, true);

    /** Whether there is an index. */
    boolean exists() {
        return space != NONE.space;
    }

    /** The same with all items. */
    ExpiryPlace complete() {
        return new ExpiryPlace(space, true);
    }
}
