package stator.model;

/**
 * The bytes of the item document; {@code docs/file-format.md} states them too.
 *
 * <pre>
 * attributes := (length name value)*              name is UTF-8, length is an unsigned varint
 * value      := type payload                      type is one byte, a constant of this class
 * payload    := length bytes                      S (UTF-8), N (canonical decimal, ASCII), B
 *             | size (length bytes)*              SS, NS, BS; size is four bytes, big endian
 *             | size attributes                   M
 *             | size value*                       L
 *             |                                   NULL, TRUE, FALSE
 * </pre>
 *
 * <p>No counts are stored, so that a document can be written in one pass while the request is still
 * being parsed. Numbers are stored as canonical text because that is what responses need most
 * often, and because equal numbers then have equal bytes.
 */
final class Encoding {
    static final byte S = 1;
    static final byte N = 2;
    static final byte B = 3;
    static final byte SS = 4;
    static final byte NS = 5;
    static final byte BS = 6;
    static final byte M = 7;
    static final byte L = 8;
    static final byte NULL = 9;
    static final byte TRUE = 10;
    static final byte FALSE = 11;

    /** Bytes of the size field of a set, map or list. */
    static final int SIZE_BYTES = 4;

    private static final AttributeType[] TYPES = {
        null,
        AttributeType.S,
        AttributeType.N,
        AttributeType.B,
        AttributeType.SS,
        AttributeType.NS,
        AttributeType.BS,
        AttributeType.M,
        AttributeType.L,
        AttributeType.NULL,
        AttributeType.BOOL,
        AttributeType.BOOL
    };

    private Encoding() {}

    static AttributeType type(byte code) {
        if (code <= 0 || code >= TYPES.length) {
            throw new IllegalArgumentException("Not an item document: type byte " + code);
        }
        return TYPES[code];
    }

    static byte code(AttributeType type) {
        return switch (type) {
            case S -> S;
            case N -> N;
            case B -> B;
            case SS -> SS;
            case NS -> NS;
            case BS -> BS;
            case M -> M;
            case L -> L;
            case NULL -> NULL;
            case BOOL -> throw new IllegalArgumentException("BOOL has two codes");
        };
    }

    /** The unsigned varint at {@code at}. Its length is {@link #varintBytes}. */
    static int varint(byte[] bytes, int at) {
        int b = bytes[at];
        if (b >= 0) {
            return b;
        }
        int value = b & 0x7f;
        for (int shift = 7; shift < 35; shift += 7) {
            b = bytes[++at];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("Not an item document: endless varint");
    }

    /** How many bytes the varint of {@code value} takes. */
    static int varintBytes(int value) {
        return value < 1 << 7
                ? 1
                : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
    }

    static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    /** The offset after the value that starts at {@code at}. */
    static int skipValue(byte[] bytes, int at) {
        byte code = bytes[at];
        if (code <= B) {
            int length = varint(bytes, at + 1);
            return at + 1 + varintBytes(length) + length;
        }
        if (code <= L) {
            return at + 1 + SIZE_BYTES + int32(bytes, at + 1);
        }
        return at + 1;
    }
}
