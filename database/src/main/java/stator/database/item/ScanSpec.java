package stator.database.item;

import stator.model.Item;
import stator.storage.Consistency;

/**
 * What a scan reads.
 *
 * @param index the index to read; empty for the table
 * @param segment which of the segments, from 0
 * @param totalSegments into how many disjoint segments the whole is divided, 1 to {@link
 *     #SEGMENTS_MAX}
 * @param exclusiveStart the key after which to start: the table's key attributes, and the index's
 *     if an index is read. It need not exist. {@link Item#EMPTY} to start at the beginning
 */
public record ScanSpec(
        String index,
        int segment,
        int totalSegments,
        Item exclusiveStart,
        Consistency consistency) {
    /** Most segments of a parallel scan. */
    public static final int SEGMENTS_MAX = 1_000_000;

    public ScanSpec {
        if (totalSegments < 1
                || totalSegments > SEGMENTS_MAX
                || segment < 0
                || segment >= totalSegments) {
            throw new IllegalArgumentException("Segment " + segment + " of " + totalSegments);
        }
    }
}
