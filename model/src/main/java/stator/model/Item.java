package stator.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * A set of named attributes: an item, a key, a nested map, or the values of an expression.
 *
 * <p>It is an immutable view of a compact binary document. Looking up an attribute walks the bytes
 * and makes a small view of its value; nothing else is materialised. Attribute order is the order
 * in which the request gave them and means nothing. Names are unique: whoever writes a document
 * sees to that.
 *
 * <p>Two items are equal if they have the same names with equal values, in any order.
 */
public final class Item implements Iterable<Item.Attribute> {
    /** The item without attributes. */
    public static final Item EMPTY = new Item(new byte[0], 0, 0);

    /** A name is compared with up to this many others byte by byte, with more by its hash. */
    private static final int COMPARED_NAMES_MAX = 8;

    final byte[] bytes;
    final int start;
    final int end;

    /** Kept once somebody has asked, since several checks and meters do; 0 if nobody has. */
    private int sizeBytes;

    Item(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /** One attribute of an item. */
    public record Attribute(String name, AttributeValue value) {}

    /** The item whose document is {@code bytes}; the array must not change afterwards. */
    public static Item wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Item(bytes, 0, bytes.length);
    }

    /** The item whose document is a part of {@code bytes}; the array must not change afterwards. */
    public static Item wrap(byte[] bytes, int start, int length) {
        return new Item(bytes, start, start + length);
    }

    /** An item of these attributes, in the map's order. */
    public static Item of(Map<String, AttributeValue> attributes) {
        DocumentWriter writer = new DocumentWriter(64 + attributes.size() * 32);
        attributes.forEach((name, value) -> {
            writer.name(name);
            writer.value(value);
        });
        return writer.toItem();
    }

    /** An item of one attribute. */
    public static Item of(String name, AttributeValue value) {
        return of(Map.of(name, value));
    }

    /** The document, a copy only if this item is a part of a larger one. */
    public byte[] toBytes() {
        return start == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, end);
    }

    /** Length of the document in bytes; not the item size of the API, see {@link #sizeBytes()}. */
    public int documentBytes() {
        return end - start;
    }

    /** Whether there is no attribute. */
    public boolean isEmpty() {
        return start == end;
    }

    /** How many attributes there are. */
    public int size() {
        int count = 0;
        for (int at = start; at < end; count++) {
            at = offsetAfterAttribute(at);
        }
        return count;
    }

    /** Whether there is an attribute of that name. */
    public boolean contains(String name) {
        return offsetOfValue(name) >= 0;
    }

    /** The value of the attribute of that name. */
    public Optional<AttributeValue> find(String name) {
        int at = offsetOfValue(name);
        return at < 0 ? Optional.empty() : Optional.of(valueAt(at));
    }

    /** The value of an attribute that must be there. */
    public AttributeValue get(String name) {
        int at = offsetOfValue(name);
        if (at < 0) {
            throw new NoSuchElementException("No attribute " + name);
        }
        return valueAt(at);
    }

    /**
     * The size of this item as AWS counts it, in bytes: the names' UTF-8 lengths and the values'
     * sizes.
     *
     * @see AttributeValue#sizeBytes()
     */
    public int sizeBytes() {
        int known = sizeBytes;
        if (known == 0) {
            known = ItemSize.ofAttributes(bytes, start, end);
            sizeBytes = known;
        }
        return known;
    }

    @Override
    public Iterator<Attribute> iterator() {
        return new Iterator<>() {
            private int at = start;

            @Override
            public boolean hasNext() {
                return at < end;
            }

            @Override
            public Attribute next() {
                if (at >= end) {
                    throw new NoSuchElementException();
                }
                int nameLength = Encoding.varint(bytes, at);
                int nameAt = at + Encoding.varintBytes(nameLength);
                AttributeValue value = valueAt(nameAt + nameLength);
                at = value.end;
                return new Attribute(
                        new String(bytes, nameAt, nameLength, StandardCharsets.UTF_8), value);
            }
        };
    }

    /** The attributes as a new map, which the caller may change. */
    public LinkedHashMap<String, AttributeValue> toMap() {
        LinkedHashMap<String, AttributeValue> map = new LinkedHashMap<>();
        for (Attribute attribute : this) {
            map.put(attribute.name(), attribute.value());
        }
        return map;
    }

    /** Shows all attributes to a visitor, in order. */
    public void accept(DocumentVisitor visitor) {
        DocumentWalk.attributes(bytes, start, end, visitor);
    }

    /** The offset after the attribute that starts at {@code at}. */
    int offsetAfterAttribute(int at) {
        int nameLength = Encoding.varint(bytes, at);
        return Encoding.skipValue(bytes, at + Encoding.varintBytes(nameLength) + nameLength);
    }

    /** Whether the attribute that starts at {@code at} has one of these names. */
    boolean isNamedOneOf(int at, Set<String> names) {
        int nameLength = Encoding.varint(bytes, at);
        int nameAt = at + Encoding.varintBytes(nameLength);
        if (names.size() > COMPARED_NAMES_MAX) {
            return names.contains(new String(bytes, nameAt, nameLength, StandardCharsets.UTF_8));
        }
        for (String name : names) {
            if (nameLength >= name.length() && matches(name, name.length(), nameAt, nameLength)) {
                return true;
            }
        }
        return false;
    }

    private AttributeValue valueAt(int at) {
        return new AttributeValue(bytes, at, Encoding.skipValue(bytes, at));
    }

    private int offsetOfValue(String name) {
        int chars = name.length();
        for (int at = start; at < end; ) {
            int nameLength = Encoding.varint(bytes, at);
            int nameAt = at + Encoding.varintBytes(nameLength);
            // UTF-8 is never shorter than UTF-16 counted in chars, and equal only for ASCII.
            if (nameLength >= chars && matches(name, chars, nameAt, nameLength)) {
                return nameAt + nameLength;
            }
            at = Encoding.skipValue(bytes, nameAt + nameLength);
        }
        return -1;
    }

    private boolean matches(String name, int chars, int nameAt, int nameLength) {
        for (int i = 0; i < chars; i++) {
            char c = name.charAt(i);
            if (c >= 0x80) {
                byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
                return Arrays.equals(utf8, 0, utf8.length, bytes, nameAt, nameAt + nameLength);
            }
            if (bytes[nameAt + i] != (byte) c) {
                return false;
            }
        }
        return nameLength == chars;
    }

    /** Whether the documents are the same; of equal items they may differ in their order. */
    public boolean hasSameBytes(Item other) {
        return Arrays.equals(bytes, start, end, other.bytes, other.start, other.end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Item item
                && ValueEquality.attributes(bytes, start, end, item.bytes, item.start, item.end);
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Attribute attribute : this) {
            hash += attribute.hashCode();
        }
        return hash;
    }

    /** For people and tests: {@code {name: {"S": …}, …}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (Attribute attribute : this) {
            text.append(text.length() > 1 ? ", " : "")
                    .append(attribute.name())
                    .append(": ")
                    .append(attribute.value());
        }
        return text.append('}').toString();
    }
}
