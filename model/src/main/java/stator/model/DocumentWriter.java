package stator.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes one item document (see {@link Item}) front to back: {@code name, value, name, value, …}.
 *
 * <p>Containers are opened and closed: {@code int map = startMap(); … end(map);}. Nothing is
 * checked here but the shape; the rules of the API (empty sets, depth, size) belong to the reader
 * of the request. Not for use by several threads.
 */
public final class DocumentWriter {
    private byte[] bytes;
    private int length;

    /** A writer that starts with room for {@code capacityBytes}. */
    public DocumentWriter(int capacityBytes) {
        bytes = new byte[Math.max(capacityBytes, 32)];
    }

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    /** Drops everything after {@code length}, a value that {@link #length()} gave before. */
    public void truncate(int length) {
        assert length <= this.length;
        this.length = length;
    }

    /** Starts over and keeps the room. */
    public void clear() {
        length = 0;
    }

    /** The name of the attribute whose value is written next. */
    public void name(String name) {
        text(name);
    }

    /** A text value. */
    public void string(String value) {
        type(Encoding.S);
        text(value);
    }

    /** A text value, given as a part of an array. */
    public void string(char[] chars, int start, int count) {
        type(Encoding.S);
        text(chars, start, count);
    }

    /** A number by its canonical text, see {@link DecimalNumber#text()}. */
    public void number(String canonical) {
        type(Encoding.N);
        text(canonical);
    }

    /** A number by its canonical text, given as a part of an array. */
    public void number(char[] chars, int start, int count) {
        type(Encoding.N);
        text(chars, start, count);
    }

    /** A binary value. */
    public void binary(byte[] value) {
        type(Encoding.B);
        block(value);
    }

    /** A boolean value. */
    public void bool(boolean value) {
        type(value ? Encoding.TRUE : Encoding.FALSE);
    }

    /** The null value. */
    public void nullValue() {
        type(Encoding.NULL);
    }

    /** Opens a map; attributes follow, then {@link #end}. */
    public int startMap() {
        return start(Encoding.M);
    }

    /** Opens a list; values follow, then {@link #end}. */
    public int startList() {
        return start(Encoding.L);
    }

    /** Opens a set of type SS, NS or BS; elements follow ({@link #element}), then {@link #end}. */
    public int startSet(AttributeType type) {
        assert type.isSet();
        return start(Encoding.code(type));
    }

    /** An element of the open SS or (as canonical text) NS. */
    public void element(String value) {
        text(value);
    }

    /** An element of the open BS. */
    public void element(byte[] value) {
        block(value);
    }

    /** Closes the container that returned {@code start}. */
    public void end(int start) {
        int size = length - start - Encoding.SIZE_BYTES;
        bytes[start] = (byte) (size >>> 24);
        bytes[start + 1] = (byte) (size >>> 16);
        bytes[start + 2] = (byte) (size >>> 8);
        bytes[start + 3] = (byte) size;
    }

    /** Copies a value. */
    public void value(AttributeValue value) {
        raw(value.bytes, value.start, value.end);
    }

    /** Copies all attributes of an item into the open document or map. */
    public void attributes(Item item) {
        raw(item.bytes, item.start, item.end);
    }

    /**
     * The attributes written since {@code start}, a value that {@link #length()} gave before, or
     * the content of the open map that began there. The view holds until the next write.
     */
    public Item written(int start) {
        return new Item(bytes, start, length);
    }

    /** Copies the attributes of an item but those of the given names. */
    public void attributesExcept(Item item, Set<String> names) {
        int runStart = item.start;
        for (int at = item.start; at < item.end; ) {
            int next = item.offsetAfterAttribute(at);
            if (item.isNamedOneOf(at, names)) {
                raw(item.bytes, runStart, at);
                runStart = next;
            }
            at = next;
        }
        raw(item.bytes, runStart, item.end);
    }

    /** The attributes written so far, as an item of its own. */
    public Item toItem() {
        return Item.wrap(Arrays.copyOf(bytes, length));
    }

    /** What was written, which must be exactly one value without a name. */
    public AttributeValue toValue() {
        return AttributeValue.wrap(Arrays.copyOf(bytes, length));
    }

    private int start(byte code) {
        type(code);
        int start = length;
        room(Encoding.SIZE_BYTES);
        length += Encoding.SIZE_BYTES;
        return start;
    }

    private void type(byte code) {
        room(1);
        bytes[length++] = code;
    }

    private void text(String value) {
        int chars = value.length();
        if (chars < 128) {
            // Short ASCII, the usual name and value, is copied without an encoder.
            room(chars + 1);
            int at = length + 1;
            int i = 0;
            while (i < chars) {
                char c = value.charAt(i);
                if (c >= 0x80) {
                    break;
                }
                bytes[at + i++] = (byte) c;
            }
            if (i == chars) {
                bytes[length] = (byte) chars;
                length += chars + 1;
                return;
            }
        }
        block(value.getBytes(StandardCharsets.UTF_8));
    }

    private void text(char[] chars, int start, int count) {
        room(count + 5);
        int lengthAt = length;
        varint(count);
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = chars[start + i];
            if (c >= 0x80) {
                length = lengthAt;
                block(new String(chars, start, count).getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[at + i] = (byte) c;
        }
        length = at + count;
    }

    private void block(byte[] value) {
        room(value.length + 5);
        varint(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void varint(int value) {
        int rest = value;
        while (rest >= 0x80) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void raw(byte[] source, int start, int end) {
        room(end - start);
        System.arraycopy(source, start, bytes, length, end - start);
        length += end - start;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
