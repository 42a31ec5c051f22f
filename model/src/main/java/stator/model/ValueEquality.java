package stator.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether two values or two sets of attributes are equal, in time that is linear in their bytes
 * (times its logarithm for sets that are out of order).
 *
 * <p>Equal values have encodings of equal length, since they differ at most in the order of
 * attributes and of elements of sets. So most unequal values are told apart by their lengths, and
 * what lies before the first byte that differs needs no look inside.
 */
final class ValueEquality {
    private ValueEquality() {}

    /** Whether the values at these places are equal. */
    static boolean values(byte[] left, int from, int end, byte[] right, int at, int rightEnd) {
        if (end - from != rightEnd - at) {
            return false;
        }
        int same = Arrays.mismatch(left, from, end, right, at, rightEnd);
        if (same < 0) {
            return true;
        }
        if (left[from] != right[at]) {
            return false;
        }
        int head = 1 + Encoding.SIZE_BYTES;
        return switch (left[from]) {
            case Encoding.L -> lists(left, from + head, end, right, at + head, from + same);
            case Encoding.M -> attributes(left, from + head, end, right, at + head, rightEnd);
            case Encoding.SS, Encoding.NS, Encoding.BS ->
                    sets(
                            new AttributeValue(left, from, end),
                            new AttributeValue(right, at, rightEnd));
            default -> false;
        };
    }

    /**
     * @param same before it all bytes are equal
     */
    private static boolean lists(
            byte[] left, int from, int end, byte[] right, int rightFrom, int same) {
        int at = from;
        int rightAt = rightFrom;
        while (at < end) {
            int next = Encoding.skipValue(left, at);
            int rightNext = Encoding.skipValue(right, rightAt);
            if (next - at != rightNext - rightAt
                    || next > same && !values(left, at, next, right, rightAt, rightNext)) {
                return false;
            }
            at = next;
            rightAt = rightNext;
        }
        return true;
    }

    /** Whether two ranges have the same names with equal values, in any order. */
    static boolean attributes(byte[] left, int from, int end, byte[] right, int at, int rightEnd) {
        if (end - from != rightEnd - at) {
            return false;
        }
        if (Arrays.equals(left, from, end, right, at, rightEnd)) {
            return true;
        }
        int next = from;
        int rightNext = at;
        while (next < end && sameName(left, next, right, rightNext)) {
            int value = afterName(left, next);
            int rightValue = afterName(right, rightNext);
            next = Encoding.skipValue(left, value);
            rightNext = Encoding.skipValue(right, rightValue);
            if (!values(left, value, next, right, rightValue, rightNext)) {
                return false;
            }
        }
        return unordered(new Item(left, next, end), new Item(right, rightNext, rightEnd));
    }

    private static int afterName(byte[] bytes, int at) {
        int length = Encoding.varint(bytes, at);
        return at + Encoding.varintBytes(length) + length;
    }

    private static boolean sameName(byte[] left, int at, byte[] right, int rightAt) {
        return Arrays.equals(
                left, at, afterName(left, at), right, rightAt, afterName(right, rightAt));
    }

    /** By name. A map of texts stays fast also when somebody chose them for their hash. */
    private static boolean unordered(Item left, Item right) {
        Map<String, AttributeValue> byName = new HashMap<>();
        for (Item.Attribute attribute : right) {
            byName.put(attribute.name(), attribute.value());
        }
        for (Item.Attribute attribute : left) {
            if (!attribute.value().equals(byName.remove(attribute.name()))) {
                return false;
            }
        }
        return byName.isEmpty();
    }

    /** Sets are written in order; of two that are, different bytes mean different elements. */
    private static boolean sets(AttributeValue left, AttributeValue right) {
        return !(left.isInOrder() && right.isInOrder())
                && left.sortedElements().equals(right.sortedElements());
    }

    /** Whether the elements of a set, which fill this range, ascend. */
    static boolean ascends(byte[] bytes, int from, int end, boolean numbers) {
        int before = -1;
        int beforeEnd = -1;
        for (int at = from; at < end; ) {
            int length = Encoding.varint(bytes, at);
            int element = at + Encoding.varintBytes(length);
            at = element + length;
            if (before >= 0 && compare(bytes, numbers, before, beforeEnd, element, at) >= 0) {
                return false;
            }
            before = element;
            beforeEnd = at;
        }
        return true;
    }

    private static int compare(
            byte[] bytes, boolean numbers, int left, int leftEnd, int right, int rightEnd) {
        return numbers
                ? DecimalNumber.compareCanonical(bytes, left, leftEnd, bytes, right, rightEnd)
                : Arrays.compareUnsigned(bytes, left, leftEnd, bytes, right, rightEnd);
    }
}
