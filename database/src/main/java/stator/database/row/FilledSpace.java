package stator.database.row;

/**
 * A space of its own that a feature of a table fills with what it needs of the items.
 *
 * @param space of its own; that of {@link #NONE} if there is none
 * @param filled whether all items are there; until then the feature adds them
 */
public record FilledSpace(int space, boolean filled) {
    public FilledSpace {
        assert space == Layout.CATALOG_SPACE || space >= Layout.TABLE_SPACE_MIN : "Space " + space;
        assert filled || space != Layout.CATALOG_SPACE : "No space is to be filled";
    }

    /** The table has no such space. Space 0 is the catalog's. */
    public static final FilledSpace NONE = new FilledSpace(Layout.CATALOG_SPACE, true);

    /** Whether there is one. */
    public boolean exists() {
        return space != NONE.space;
    }

    /** The same with all items. */
    public FilledSpace complete() {
        return new FilledSpace(space, true);
    }
}
