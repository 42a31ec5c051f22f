package stator.storage;

/**
 * All rows of a space and kind whose partition's token lies in a range, in the order of token
 * ({@link Store#token}), partition, sort.
 *
 * @param fromToken first token, as an unsigned number
 * @param toToken last token (inclusive), as an unsigned number
 * @param after the row after which to start; the scan goes on behind it even if no such row is
 *     left. Null: from the start
 */
public record SpaceScan(int space, byte kind, long fromToken, long toToken, RowKey after) {
    public SpaceScan {
        assert space >= 0 : "space " + space;
        assert after == null || after.space() == space && after.kind() == kind
                : "a scan of " + space + " goes on behind " + after;
    }

    /** The whole space. */
    public static SpaceScan all(int space, byte kind) {
        return new SpaceScan(space, kind, 0, -1L, null);
    }
}
