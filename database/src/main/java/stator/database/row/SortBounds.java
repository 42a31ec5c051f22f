package stator.database.row;

import java.util.Arrays;
import java.util.List;
import stator.database.item.KeyRange;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.RowRange;

/**
 * A range of sort bytes.
 *
 * @param from the first that belong to it
 * @param to the first that no longer do; empty for the end
 * @param isEmpty whether it is known that nothing can belong to it
 */
public record SortBounds(byte[] from, byte[] to, boolean isEmpty) {
    private static final byte[] END = {};

    public SortBounds {
        assert isEmpty || to.length == 0 || Arrays.compareUnsigned(from, to) < 0
                : "Nothing is in it";
    }

    /** The sort keys of a key range. */
    public static SortBounds of(List<KeyAttribute> sort, KeyRange range) {
        byte[] prefix = KeyBytes.of(sort, range.sortPrefix());
        byte[] end = RowRange.afterPrefix(prefix);
        return switch (range.operator()) {
            case ANY -> between(prefix, end);
            case EQ -> allOf(operand(prefix, range, 0));
            case LT -> between(prefix, operand(prefix, range, 0));
            case LE -> between(prefix, RowRange.afterPrefix(operand(prefix, range, 0)));
            case GT -> between(RowRange.afterPrefix(operand(prefix, range, 0)), end);
            case GE -> between(operand(prefix, range, 0), end);
            case BETWEEN ->
                    between(
                            operand(prefix, range, 0),
                            RowRange.afterPrefix(operand(prefix, range, 1)));
            case BEGINS_WITH -> allOf(KeyBytes.appendOpen(prefix, range.operands().getFirst()));
        };
    }

    private static byte[] operand(byte[] prefix, KeyRange range, int operand) {
        return KeyBytes.append(prefix, range.operands().get(operand));
    }

    /** Everything that begins with {@code prefix}. */
    private static SortBounds allOf(byte[] prefix) {
        return between(prefix, RowRange.afterPrefix(prefix));
    }

    private static SortBounds between(byte[] from, byte[] to) {
        return new SortBounds(from, to, to.length > 0 && Arrays.compareUnsigned(from, to) >= 0);
    }

    /** What of this range is greater than {@code sort}. */
    public SortBounds after(byte[] sort) {
        byte[] next = RowRange.after(sort);
        return isEmpty || Arrays.compareUnsigned(next, from) <= 0 ? this : between(next, to);
    }

    /** What of this range is less than {@code sort}. */
    public SortBounds before(byte[] sort) {
        if (sort.length == 0) {
            return new SortBounds(from, END, true);
        }
        boolean within = to.length == 0 || Arrays.compareUnsigned(sort, to) < 0;
        return isEmpty || !within ? this : between(from, sort);
    }
}
