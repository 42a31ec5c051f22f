package stator.database.row;

/**
 * Where a table's {@code ExpiryIndex} is.
 *
 * @param space of its own; {@link #NONE} if there is no index
 * @param filled whether all items that expire are in it; until then {@code ExpiryBuilder} adds them
 */
public record ExpiryPlace(int space, boolean filled) {
    public ExpiryPlace {
        assert space == Layout.CATALOG_SPACE || space >= Layout.TABLE_SPACE_MIN : "Space " + space;
    }

    /** Items do not expire. Space 0 is the catalog's. */
    public static final ExpiryPlace NONE = new ExpiryPlace(Layout.CATALOG_SPACE, true);

    /** Whether there is an index. */
    public boolean exists() {
        return space != NONE.space;
    }

    /** The same with all items. */
    public ExpiryPlace complete() {
        return new ExpiryPlace(space, true);
    }
}
