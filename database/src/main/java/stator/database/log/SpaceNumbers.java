package stator.database.log;

import stator.database.row.Layout;

/**
 * What a change of the catalog hands out: numbers for new spaces, of which none is ever given
 * twice, and its own version. Not for use by several threads.
 */
public final class SpaceNumbers {
    private final long version;
    private int next;

    /**
     * Numbers from {@code next} on.
     *
     * @param version the version of the change; writes of items before it have lower versions, and
     *     those after it higher ones
     */
    public SpaceNumbers(int next, long version) {
        assert next >= Layout.TABLE_SPACE_MIN : "Space " + next + " is not for tables";
        this.next = next;
        this.version = version;
    }

    /** A number that was never used. */
    public int take() {
        assert next > 0 : "No spaces are left";
        return next++;
    }

    /** The first number that was never used. */
    public int next() {
        return next;
    }

    /** The version of the change. */
    public long version() {
        return version;
    }
}
