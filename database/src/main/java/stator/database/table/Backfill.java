package stator.database.table;

/**
 * When the items of a table get into an index that is added to it.
 *
 * <p>First resources are allocated: nothing happens yet, and a deletion of the index is refused.
 * Then items are added, beside the writes that go on. How far that is, is no business of the
 * catalog: {@code IndexBuilder} keeps it with the index.
 *
 * @param startMillis when the allocation ends
 * @param endMillis when the index is ready at the earliest; only later if there is much to add
 */
public record Backfill(long startMillis, long endMillis) {
    public Backfill {
        assert startMillis <= endMillis : "An index ready before its allocation";
    }

    /** The index was there before the items, or has all of them. */
    public static final Backfill NONE = new Backfill(-1, -1);
}
