package stator.model;

/**
 * The size of items and values as AWS counts it, computed on the item document.
 *
 * <p>Rules (developer guide, "DynamoDB item sizes and formats"; the number rule by captures against
 * the service): names and texts count their UTF-8 bytes, binaries their length, NULL and BOOL one
 * byte, lists and maps three bytes and one byte more for each element, sets the sum of their
 * elements. A number counts one byte, one more if negative, plus half the significant digits of its
 * integer part and half those of its fraction, each rounded up.
 */
final class ItemSize {
    private static final int CONTAINER_BYTES = 3;
    private static final int ELEMENT_BYTES = 1;

    private ItemSize() {}

    static int ofAttributes(byte[] bytes, int start, int end) {
        int size = 0;
        for (int at = start; at < end; ) {
            int nameLength = Encoding.varint(bytes, at);
            int valueAt = at + Encoding.varintBytes(nameLength) + nameLength;
            size += nameLength + ofValue(bytes, valueAt);
            at = Encoding.skipValue(bytes, valueAt);
        }
        return size;
    }

    static int ofValue(byte[] bytes, int at) {
        return switch (bytes[at]) {
            case Encoding.S, Encoding.B -> Encoding.varint(bytes, at + 1);
            case Encoding.N -> {
                int length = Encoding.varint(bytes, at + 1);
                yield ofNumber(bytes, at + 1 + Encoding.varintBytes(length), length);
            }
            case Encoding.SS, Encoding.NS, Encoding.BS -> ofSet(bytes, at);
            case Encoding.M -> ofMap(bytes, at);
            case Encoding.L -> ofList(bytes, at);
            case Encoding.NULL, Encoding.TRUE, Encoding.FALSE -> 1;
            default ->
                    throw new IllegalArgumentException(
                            "Not an item document: type byte " + bytes[at]);
        };
    }

    private static int ofSet(byte[] bytes, int start) {
        int end = Encoding.skipValue(bytes, start);
        int size = 0;
        for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; ) {
            int length = Encoding.varint(bytes, at);
            at += Encoding.varintBytes(length);
            size += bytes[start] == Encoding.NS ? ofNumber(bytes, at, length) : length;
            at += length;
        }
        return size;
    }

    private static int ofMap(byte[] bytes, int start) {
        int end = Encoding.skipValue(bytes, start);
        int first = start + 1 + Encoding.SIZE_BYTES;
        int count = 0;
        for (int at = first; at < end; count++) {
            int nameLength = Encoding.varint(bytes, at);
            at = Encoding.skipValue(bytes, at + Encoding.varintBytes(nameLength) + nameLength);
        }
        return CONTAINER_BYTES + count * ELEMENT_BYTES + ofAttributes(bytes, first, end);
    }

    private static int ofList(byte[] bytes, int start) {
        int end = Encoding.skipValue(bytes, start);
        int size = CONTAINER_BYTES;
        for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; ) {
            size += ELEMENT_BYTES + ofValue(bytes, at);
            at = Encoding.skipValue(bytes, at);
        }
        return size;
    }

    /**
     * The size of a canonical decimal text: a byte, one more if it is negative, and one for every
     * two significant digits before the point and after it, each half rounded up. Zeros at either
     * end of the whole number are not significant; zeros between other digits are.
     */
    private static int ofNumber(byte[] bytes, int start, int length) {
        boolean negative = bytes[start] == '-';
        int from = negative ? start + 1 : start;
        int end = start + length;
        int point = from;
        while (point < end && bytes[point] != '.') {
            point++;
        }
        int integerDigits = point - from;
        int fractionDigits = Math.max(end - point - 1, 0);
        if (bytes[from] == '0') {
            integerDigits = 0;
            fractionDigits -= zerosFrom(bytes, point + 1, end);
        } else if (fractionDigits == 0) {
            integerDigits -= zerosBefore(bytes, point);
        }
        return 1 + (integerDigits + 1) / 2 + (fractionDigits + 1) / 2 + (negative ? 1 : 0);
    }

    private static int zerosFrom(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == '0') {
            at++;
        }
        return Math.max(at - from, 0);
    }

    /** How many zeros stand before {@code end}; another digit stands before them. */
    private static int zerosBefore(byte[] bytes, int end) {
        int at = end;
        while (bytes[at - 1] == '0') {
            at--;
        }
        return end - at;
    }
}
