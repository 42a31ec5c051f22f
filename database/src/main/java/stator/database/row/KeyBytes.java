package stator.database.row;

import java.util.Arrays;
import java.util.List;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

/**
 * Key attributes as bytes, so that unsigned byte order is the order of the values, and no value's
 * bytes are the beginning of another's.
 *
 * <p>The second property makes bytes of several attributes, one after the other, sort by the first
 * attribute, then the second, and so on. {@code docs/file-format.md} states the same:
 *
 * <pre>
 * S, B  := the bytes, each 00 written as 00 FF, then 00 00
 * N     := 80                                 zero
 *        | C0 exponent pairs                  positive
 *        | 40 ~exponent ~pairs                negative: every bit inverted
 * exponent := one byte: decimal exponent of the first significant digit, plus 130
 * pairs := the significant digits in twos (a last single one is followed by 0), each pair as
 *          twice its value, plus one if more follow
 * </pre>
 *
 * <p>Exponents of DynamoDB's numbers go from -130 to 125, so they fill that byte exactly.
 */
public final class KeyBytes {
    private static final byte[] NONE = {};

    private static final byte NEGATIVE = 0x40;
    private static final byte ZERO = (byte) 0x80;
    private static final byte POSITIVE = (byte) 0xC0;

    /** Sign, exponent and 19 pairs. */
    private static final int NUMBER_BYTES_MAX = 2 + DecimalNumber.DIGITS_MAX / 2;

    private static final int TERMINATOR_BYTES = 2;

    private byte[] bytes;
    private int length;

    private KeyBytes(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    /** The bytes of some attributes of an item, which must be there and have their types. */
    public static byte[] of(List<KeyAttribute> attributes, Item item) {
        if (attributes.isEmpty()) {
            return NONE;
        }
        KeyAttribute first = attributes.getFirst();
        AttributeValue value = checked(first, item.get(first.name()));
        KeyBytes key = new KeyBytes(room(value) * attributes.size());
        key.append(value);
        for (int i = 1; i < attributes.size(); i++) {
            KeyAttribute attribute = attributes.get(i);
            key.append(checked(attribute, item.get(attribute.name())));
        }
        return key.toBytes();
    }

    /** The bytes of leading attributes, given by their values. */
    public static byte[] of(List<KeyAttribute> attributes, List<AttributeValue> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        KeyBytes key = new KeyBytes(room(values.getFirst()) * values.size());
        for (int i = 0; i < values.size(); i++) {
            key.append(checked(attributes.get(i), values.get(i)));
        }
        return key.toBytes();
    }

    /** {@code prefix}, and behind it the bytes of a value. */
    static byte[] append(byte[] prefix, AttributeValue value) {
        KeyBytes key = startingWith(prefix, value);
        key.append(value);
        return key.toBytes();
    }

    /**
     * {@code prefix}, and behind it what the bytes of all values that begin with this begin with.
     */
    static byte[] appendOpen(byte[] prefix, AttributeValue value) {
        if (value.type() == AttributeType.N) {
            throw new IllegalArgumentException("No number begins with another");
        }
        KeyBytes key = startingWith(prefix, value);
        key.appendEscaped(value);
        return key.toBytes();
    }

    /** {@code left}, then {@code right}. */
    public static byte[] concatenate(byte[] left, byte[] right) {
        if (left.length == 0) {
            return right;
        }
        if (right.length == 0) {
            return left;
        }
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    /** The key attributes of an item. */
    public static Item keys(KeySchema schema, Item item) {
        DocumentWriter keys = new DocumentWriter(64);
        for (KeyAttribute attribute : schema.attributes()) {
            keys.name(attribute.name());
            keys.value(item.get(attribute.name()));
        }
        return keys.toItem();
    }

    private static KeyBytes startingWith(byte[] prefix, AttributeValue value) {
        KeyBytes key = new KeyBytes(prefix.length + room(value));
        System.arraycopy(prefix, 0, key.bytes, 0, prefix.length);
        key.length = prefix.length;
        return key;
    }

    private static AttributeValue checked(KeyAttribute attribute, AttributeValue value) {
        if (value.type() != attribute.type()) {
            throw new IllegalArgumentException(
                    "Key attribute " + attribute.name() + " is " + value.type());
        }
        return value;
    }

    /** Exactly what the value needs, unless it contains zero bytes or is a number. */
    private static int room(AttributeValue value) {
        return value.type() == AttributeType.N
                ? NUMBER_BYTES_MAX
                : value.binaryLength() + TERMINATOR_BYTES;
    }

    private void append(AttributeValue value) {
        if (value.type() == AttributeType.N) {
            appendNumber(value.binary());
            return;
        }
        appendEscaped(value);
        ensure(TERMINATOR_BYTES);
        length += TERMINATOR_BYTES;
    }

    private void appendEscaped(AttributeValue value) {
        ensure(value.binaryLength());
        int start = length;
        length = value.copyBinary(bytes, start);
        for (int i = start; i < length; i++) {
            if (bytes[i] == 0) {
                ensure(1);
                System.arraycopy(bytes, i + 1, bytes, i + 2, length - i - 1);
                bytes[++i] = (byte) 0xff;
                length++;
            }
        }
    }

    /**
     * Appends a number.
     *
     * @param text its canonical text: digits, perhaps a point among them, perhaps a minus before
     */
    private void appendNumber(byte[] text) {
        ensure(NUMBER_BYTES_MAX);
        boolean negative = text[0] == '-';
        int start = length;
        if (appendExponentAndPairs(text, negative ? 1 : 0)) {
            bytes[start] = negative ? NEGATIVE : POSITIVE;
            for (int i = start + 1; negative && i < length; i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        } else {
            bytes[length++] = ZERO;
        }
    }

    /** Leaves room for the sign. Returns false, and appends nothing, if the number is zero. */
    private boolean appendExponentAndPairs(byte[] text, int from) {
        int point = text.length;
        int first = -1;
        int last = -1;
        for (int i = from; i < text.length; i++) {
            if (text[i] == '.') {
                point = i;
            } else if (text[i] != '0') {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return false;
        }
        int exponent = first < point ? point - first - 1 : point - first;
        bytes[length + 1] = (byte) (exponent - DecimalNumber.EXPONENT_MIN);
        length += 2;
        int tens = -1;
        for (int i = first; i <= last; i++) {
            if (text[i] == '.') {
                continue;
            }
            if (tens < 0) {
                tens = text[i] - '0';
            } else {
                appendPair(tens * 10 + text[i] - '0');
                tens = -1;
            }
        }
        if (tens >= 0) {
            appendPair(tens * 10);
        }
        bytes[length - 1]--;
        return true;
    }

    /** Appends a pair as one that is followed by others. */
    private void appendPair(int pair) {
        bytes[length++] = (byte) (pair * 2 + 1);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
