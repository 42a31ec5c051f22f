package stator.database.table;

/**
 * A table's stream.
 *
 * @param enabled whether changes are recorded
 * @param view what a record shows
 * @param label the label of the latest stream, part of its ARN; empty if there never was one. It
 *     stays when the stream is disabled
 */
public record StreamSettings(boolean enabled, View view, String label) {
    /** There never was a stream. */
    public static final StreamSettings NONE = new StreamSettings(false, View.KEYS_ONLY, "");

    /** The names of the API. */
    public enum View {
        KEYS_ONLY,
        NEW_IMAGE,
        OLD_IMAGE,
        NEW_AND_OLD_IMAGES;

        /** Whether a record shows the item as it was. */
        public boolean hasBefore() {
            return this == OLD_IMAGE || this == NEW_AND_OLD_IMAGES;
        }

        /** Whether a record shows the item as it is. */
        public boolean hasAfter() {
            return this == NEW_IMAGE || this == NEW_AND_OLD_IMAGES;
        }
    }
}
