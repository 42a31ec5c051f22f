package stator.database.row;

/**
 * Where the entries of an index are.
 *
 * @param space the table's own for a local index, one of its own for others
 * @param kind of its own for a local index, {@link Layout#ITEM_KIND} for others
 * @param since rows of items with this version or an older one have no entries yet; 0 once all that
 *     should be there are
 */
public record IndexPlace(int space, byte kind, long since) {
    public IndexPlace {
        assert space >= 0 && since >= 0 : "No place: " + space + ", " + since;
        assert kind >= Layout.ITEM_KIND && kind <= Layout.LOCAL_KIND_MAX
                : "Not an index's: " + kind;
    }

    /** A place with all entries. */
    public IndexPlace(int space, byte kind) {
        this(space, kind, 0);
    }

    /** The same with all entries. */
    public IndexPlace complete() {
        return new IndexPlace(space, kind);
    }
}
