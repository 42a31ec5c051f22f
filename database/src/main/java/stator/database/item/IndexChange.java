package stator.database.item;

/**
 * One index entry that a write changed.
 *
 * @param index the index's name
 * @param oldBytes size of the entry's projected item before, as AWS counts it, or {@link #NONE}
 * @param newBytes size afterwards, or {@link #NONE}
 * @param moved whether there was an entry and it is now under another index key
 */
public record IndexChange(String index, int oldBytes, int newBytes, boolean moved) {
    /** There is no entry. */
    public static final int NONE = -1;

    public IndexChange {
        assert oldBytes >= NONE && newBytes >= NONE : "Sizes " + oldBytes + ", " + newBytes;
        assert oldBytes != NONE || newBytes != NONE : "Neither an old nor a new entry";
        assert !moved || oldBytes != NONE && newBytes != NONE : "What was moved is not there";
    }
}
