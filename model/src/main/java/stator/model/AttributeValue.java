package stator.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One value of one of the ten types: an immutable view of its place in an item document.
 *
 * <p>Equality is DynamoDB's: numbers by value, sets in any order, lists in order, maps by name, and
 * never across types.
 */
public final class AttributeValue {
    /** The null value. */
    public static final AttributeValue NULL = wrap(new byte[] {Encoding.NULL});

    private static final AttributeValue TRUE = wrap(new byte[] {Encoding.TRUE});
    private static final AttributeValue FALSE = wrap(new byte[] {Encoding.FALSE});

    final byte[] bytes;
    final int start;
    final int end;

    AttributeValue(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /** The value whose encoding is the whole array. */
    static AttributeValue wrap(byte[] bytes) {
        return new AttributeValue(bytes, 0, bytes.length);
    }

    /** A text value. */
    public static AttributeValue string(String value) {
        DocumentWriter writer = new DocumentWriter(value.length() + 8);
        writer.string(value);
        return writer.toValue();
    }

    /** A number value. */
    public static AttributeValue number(DecimalNumber value) {
        DocumentWriter writer = new DocumentWriter(48);
        writer.number(value.text());
        return writer.toValue();
    }

    /** A number value. */
    public static AttributeValue number(long value) {
        return number(DecimalNumber.of(value));
    }

    /** A binary value. */
    public static AttributeValue binary(byte[] value) {
        DocumentWriter writer = new DocumentWriter(value.length + 8);
        writer.binary(value);
        return writer.toValue();
    }

    /** A boolean value. */
    public static AttributeValue bool(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** A list of values. */
    public static AttributeValue list(List<AttributeValue> elements) {
        DocumentWriter writer = new DocumentWriter(64);
        int list = writer.startList();
        elements.forEach(writer::value);
        writer.end(list);
        return writer.toValue();
    }

    /** A map of attributes. */
    public static AttributeValue map(Item attributes) {
        DocumentWriter writer = new DocumentWriter(attributes.documentBytes() + 8);
        int map = writer.startMap();
        writer.attributes(attributes);
        writer.end(map);
        return writer.toValue();
    }

    /**
     * A set of the given type, whose elements are all of its {@linkplain
     * AttributeType#elementType() element type}. They come out in the order in which the service
     * answers them: texts and binaries by their bytes, numbers by value.
     */
    public static AttributeValue set(AttributeType type, Collection<AttributeValue> elements) {
        DocumentWriter writer = new DocumentWriter(64);
        int set = writer.startSet(type);
        List<AttributeValue> sorted = new ArrayList<>(elements);
        sorted.sort(AttributeValue::compareScalar);
        for (AttributeValue element : sorted) {
            switch (type.elementType()) {
                case S, N -> writer.element(element.text());
                case B -> writer.element(element.binary());
                case SS, NS, BS, M, L, NULL, BOOL ->
                        throw new IllegalStateException("Not an element type");
            }
        }
        writer.end(set);
        return writer.toValue();
    }

    /** The type of this value. */
    public AttributeType type() {
        return Encoding.type(bytes[start]);
    }

    /** The text of an S, or the canonical decimal text of an N. */
    public String text() {
        assert type() == AttributeType.S || type() == AttributeType.N;
        int length = Encoding.varint(bytes, start + 1);
        return new String(bytes, end - length, length, StandardCharsets.UTF_8);
    }

    /** How many UTF-16 units the text of an S has, without making the text. */
    public int textLength() {
        assert type() == AttributeType.S;
        int units = 0;
        for (int at = end - binaryLength(); at < end; at++) {
            // Every byte but those that continue a character begins one; those of four bytes are
            // two units.
            units += (bytes[at] & 0xC0) == 0x80 ? 0 : (bytes[at] & 0xF8) == 0xF0 ? 2 : 1;
        }
        return units;
    }

    /** The value of an N. */
    public DecimalNumber number() {
        assert type() == AttributeType.N;
        return DecimalNumber.ofCanonical(text());
    }

    /** A copy of the bytes of a B, or of the UTF-8 of an S or N. */
    public byte[] binary() {
        assert type().isScalarKey();
        int length = Encoding.varint(bytes, start + 1);
        return Arrays.copyOfRange(bytes, end - length, end);
    }

    /**
     * Copies the bytes of a B, or of the UTF-8 of an S or N.
     *
     * @return the offset after them
     */
    public int copyBinary(byte[] target, int at) {
        int length = binaryLength();
        System.arraycopy(bytes, end - length, target, at, length);
        return at + length;
    }

    /** Length in bytes of a B, or of the UTF-8 of an S or N. */
    public int binaryLength() {
        assert type().isScalarKey();
        return Encoding.varint(bytes, start + 1);
    }

    /** The value of a BOOL. */
    public boolean bool() {
        assert type() == AttributeType.BOOL;
        return bytes[start] == Encoding.TRUE;
    }

    /** The attributes of an M, as a view. */
    public Item map() {
        assert type() == AttributeType.M;
        return new Item(bytes, start + 1 + Encoding.SIZE_BYTES, end);
    }

    /** The values of an L, as views. */
    public List<AttributeValue> list() {
        assert type() == AttributeType.L;
        List<AttributeValue> values = new ArrayList<>();
        for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; ) {
            int next = Encoding.skipValue(bytes, at);
            values.add(new AttributeValue(bytes, at, next));
            at = next;
        }
        return values;
    }

    /** The element of an L at {@code index}, counted from zero; none if the list is shorter. */
    public Optional<AttributeValue> element(long index) {
        assert type() == AttributeType.L;
        long passed = 0;
        for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; passed++) {
            int next = Encoding.skipValue(bytes, at);
            if (passed == index) {
                return Optional.of(new AttributeValue(bytes, at, next));
            }
            at = next;
        }
        return Optional.empty();
    }

    /** The elements of a set, each as a value of the element type. */
    public List<AttributeValue> elements() {
        byte code = Encoding.code(type().elementType());
        List<AttributeValue> values = new ArrayList<>();
        for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; ) {
            int length = Encoding.varint(bytes, at);
            int next = at + Encoding.varintBytes(length) + length;
            byte[] element = new byte[next - at + 1];
            element[0] = code;
            System.arraycopy(bytes, at, element, 1, next - at);
            values.add(wrap(element));
            at = next;
        }
        return values;
    }

    /** How many values a list, elements a set or attributes a map has. */
    public int count() {
        int count = 0;
        return switch (type()) {
            case M -> map().size();
            case L -> {
                for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; count++) {
                    at = Encoding.skipValue(bytes, at);
                }
                yield count;
            }
            case SS, NS, BS -> {
                for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; count++) {
                    int length = Encoding.varint(bytes, at);
                    at += Encoding.varintBytes(length) + length;
                }
                yield count;
            }
            case S, N, B, NULL, BOOL ->
                    throw new IllegalStateException(type() + " has no elements");
        };
    }

    /** Shows this value to a visitor. */
    public void accept(DocumentVisitor visitor) {
        DocumentWalk.value(bytes, start, visitor);
    }

    /** How many bytes this value takes in its document. */
    public int encodedBytes() {
        return end - start;
    }

    /** The size of this value as AWS counts it, in bytes. */
    public int sizeBytes() {
        return ItemSize.ofValue(bytes, start);
    }

    /**
     * Compares two values of the same scalar type: S by UTF-8 bytes, B by unsigned bytes, N by
     * value.
     *
     * @return negative, zero or positive
     */
    public int compareScalar(AttributeValue other) {
        assert type() == other.type() && type().isScalarKey();
        if (type() == AttributeType.N) {
            return DecimalNumber.compareCanonical(
                    bytes,
                    end - binaryLength(),
                    end,
                    other.bytes,
                    other.end - other.binaryLength(),
                    other.end);
        }
        return Arrays.compareUnsigned(
                bytes,
                end - binaryLength(),
                end,
                other.bytes,
                other.end - other.binaryLength(),
                other.end);
    }

    /** Whether this S or B begins with {@code prefix}, a value of the same type. */
    public boolean startsWith(AttributeValue prefix) {
        assert type() == prefix.type() && type().isScalarKey();
        int length = prefix.binaryLength();
        return length <= binaryLength() && regionEquals(end - binaryLength(), prefix, length);
    }

    /**
     * Whether this S or B has {@code part}, a value of the same type, as a part of it; or this set
     * or list has {@code part} as an element. Values of other types contain nothing.
     */
    public boolean contains(AttributeValue part) {
        AttributeType type = type();
        return switch (type) {
            case S, B -> type == part.type() && containsPart(part);
            case SS, NS, BS -> type.elementType() == part.type() && containsElement(part);
            case L -> containsValue(part);
            case N, M, NULL, BOOL -> false;
        };
    }

    private boolean containsPart(AttributeValue part) {
        return ByteSearch.contains(
                bytes,
                end - binaryLength(),
                end,
                part.bytes,
                part.end - part.binaryLength(),
                part.end);
    }

    private boolean containsValue(AttributeValue value) {
        for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; ) {
            int next = Encoding.skipValue(bytes, at);
            if (ValueEquality.values(bytes, at, next, value.bytes, value.start, value.end)) {
                return true;
            }
            at = next;
        }
        return false;
    }

    private boolean containsElement(AttributeValue element) {
        int length = element.binaryLength();
        for (int at = start + 1 + Encoding.SIZE_BYTES; at < end; ) {
            int elementLength = Encoding.varint(bytes, at);
            at += Encoding.varintBytes(elementLength);
            if (elementLength == length && regionEquals(at, element, length)) {
                return true;
            }
            at += elementLength;
        }
        return false;
    }

    /** Whether {@code length} bytes from {@code at} are those of the scalar {@code other}. */
    private boolean regionEquals(int at, AttributeValue other, int length) {
        return Arrays.equals(bytes, at, at + length, other.bytes, other.end - length, other.end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributeValue value
                && ValueEquality.values(bytes, start, end, value.bytes, value.start, value.end);
    }

    /** Whether the elements of this set ascend, as those of a set that was read from a request. */
    boolean isInOrder() {
        assert type().isSet();
        int first = start + 1 + Encoding.SIZE_BYTES;
        return ValueEquality.ascends(bytes, first, end, type() == AttributeType.NS);
    }

    /** Sorted, not hashed: the client chooses the elements, and could choose them to collide. */
    List<AttributeValue> sortedElements() {
        List<AttributeValue> elements = elements();
        elements.sort(AttributeValue::compareScalar);
        return elements;
    }

    @Override
    public int hashCode() {
        return switch (type()) {
            case S, N, B, NULL, BOOL -> {
                int hash = 1;
                for (int i = start; i < end; i++) {
                    hash = 31 * hash + bytes[i];
                }
                yield hash;
            }
            case SS, NS, BS -> elements().stream().mapToInt(AttributeValue::hashCode).sum();
            case M -> map().hashCode();
            case L -> list().hashCode();
        };
    }

    /** For people and tests: the value as the API's JSON writes it, without escapes. */
    @Override
    public String toString() {
        AttributeType type = type();
        return switch (type) {
            case S, N -> "{\"" + type + "\": \"" + text() + "\"}";
            case B -> "{\"B\": \"" + Base64.getEncoder().encodeToString(binary()) + "\"}";
            case SS, NS, BS -> "{\"" + type + "\": " + elements() + "}";
            case M -> "{\"M\": " + map() + "}";
            case L -> "{\"L\": " + list() + "}";
            case NULL -> "{\"NULL\": true}";
            case BOOL -> "{\"BOOL\": " + bool() + "}";
        };
    }
}
