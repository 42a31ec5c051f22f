package stator.operation.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DocumentVisitor;
import stator.model.Item;
import stator.model.LongWork;
import stator.model.MemoryLease;

/**
 * Writes JSON front to back into a growing array of bytes; commas are its own business.
 *
 * <p>Members are written as {@code field("Count").number(3)} or, shorter, {@code member("Count",
 * 3)}. Items are copied from their documents without making objects of their values. Not for use by
 * several threads.
 */
public final class ResponseWriter {
    /** What takes about a millisecond to write. */
    private static final int PAUSE_BYTES = 256 * 1024;

    /** The most bytes that JSON takes for one of a document. */
    private static final int ESCAPED_BYTES_MAX = 6;

    /** More than this nobody could send in one piece. */
    private static final int RESPONSE_BYTES_MAX = 64 << 20;

    private final JsonBytes json;
    private final ItemWriter items;
    private int unpausedBytes;

    /** A writer that starts with room for {@code capacityBytes}. */
    public ResponseWriter(int capacityBytes) {
        this(capacityBytes, MemoryLease.unlimited());
    }

    /**
     * A writer that pays for its room. Every method throws an {@link stator.model.ApiException} if
     * there is none left.
     */
    public ResponseWriter(int capacityBytes, MemoryLease memory) {
        json = new JsonBytes(capacityBytes, memory);
        items = new ItemWriter(json);
    }

    /** Opens an object: the whole response, an element, or the value of a field. */
    public ResponseWriter startObject() {
        json.open('{');
        return this;
    }

    /** Closes the innermost object. */
    public ResponseWriter endObject() {
        json.close('}');
        return this;
    }

    /** Opens an array. */
    public ResponseWriter startArray() {
        json.open('[');
        return this;
    }

    /** Closes the innermost array. */
    public ResponseWriter endArray() {
        json.close(']');
        return this;
    }

    /** The name of the member whose value is written next. */
    public ResponseWriter field(String name) {
        json.string(name);
        json.colon();
        return this;
    }

    /** A text. */
    public ResponseWriter string(String value) {
        json.string(value);
        return this;
    }

    /** An integer. */
    public ResponseWriter number(long value) {
        json.plain(Long.toString(value));
        return this;
    }

    /** A floating point number: AWS's way, always with a fraction. */
    public ResponseWriter number(double value) {
        json.plain(Double.toString(value));
        return this;
    }

    /** A boolean. */
    public ResponseWriter bool(boolean value) {
        json.plain(value ? "true" : "false");
        return this;
    }

    /** Null. */
    public ResponseWriter nothing() {
        return literal("null");
    }

    /** A number, true, false or null, as it stands in some JSON. */
    ResponseWriter literal(String text) {
        json.plain(text);
        return this;
    }

    /** A point in time, as seconds since 1970 with milliseconds as fraction. */
    public ResponseWriter instant(Instant value) {
        long millis = value.toEpochMilli();
        String fraction = Long.toString(1000 + Math.floorMod(millis, 1000L)).substring(1);
        json.plain(Math.floorDiv(millis, 1000L) + "." + fraction);
        return this;
    }

    /** An item as an object of its attributes. */
    public ResponseWriter item(Item item) {
        json.open('{');
        item.accept(items);
        json.close('}');
        pauseAfter(item.documentBytes());
        return this;
    }

    /** An answer may take a tenth of a second to write; others need not wait for all of it. */
    private void pauseAfter(int documentBytes) {
        unpausedBytes += documentBytes;
        if (unpausedBytes >= PAUSE_BYTES) {
            unpausedBytes = 0;
            LongWork.pause();
        }
    }

    /** Takes room for an item, however JSON has to write it; false if there is none left. */
    public boolean hasRoomFor(Item item) {
        return json.tryRoom(ESCAPED_BYTES_MAX * item.documentBytes());
    }

    /** A structure of a request, as the request has it. */
    public ResponseWriter struct(Struct struct) {
        return json(struct.json());
    }

    /** A value that is JSON already. */
    public ResponseWriter json(String value) {
        json.raw(value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** One attribute value, {@code {"S":"…"}}. */
    public ResponseWriter value(AttributeValue value) {
        value.accept(items);
        return this;
    }

    /** A member with a text. */
    public ResponseWriter member(String name, String value) {
        return field(name).string(value);
    }

    /** A member with an integer. */
    public ResponseWriter member(String name, long value) {
        return field(name).number(value);
    }

    /** A member with a floating point number. */
    public ResponseWriter member(String name, double value) {
        return field(name).number(value);
    }

    /** A member with a boolean. */
    public ResponseWriter member(String name, boolean value) {
        return field(name).bool(value);
    }

    /** A member with a point in time. */
    public ResponseWriter member(String name, Instant value) {
        return field(name).instant(value);
    }

    /** A member with an item. */
    public ResponseWriter member(String name, Item item) {
        return field(name).item(item);
    }

    /** A member with an attribute value. */
    public ResponseWriter member(String name, AttributeValue value) {
        return field(name).value(value);
    }

    /** Bytes written so far; a response that must stay below a size looks here. */
    public int length() {
        return json.length;
    }

    /** The array that holds the first {@link #length()} bytes; the writer must not be used on. */
    public byte[] bytes() {
        return json.bytes;
    }

    /** Starts over and keeps the room. */
    public void clear() {
        json.length = 0;
        json.first = true;
    }

    /** For people and tests: what was written. */
    @Override
    public String toString() {
        return new String(json.bytes, 0, json.length, StandardCharsets.UTF_8);
    }

    /** Writes what a visitor is shown as {@code "name":{"S":"…"}}. */
    private static final class ItemWriter implements DocumentVisitor {
        private final JsonBytes json;

        private ItemWriter(JsonBytes json) {
            this.json = json;
        }

        @Override
        public void name(byte[] bytes, int start, int length) {
            json.utf8(bytes, start, length);
            json.colon();
        }

        @Override
        public void scalar(AttributeType type, byte[] bytes, int start, int length) {
            json.openTyped(type);
            element(type, bytes, start, length);
            json.close('}');
        }

        @Override
        public void bool(boolean value) {
            json.openTyped(AttributeType.BOOL);
            json.plain(value ? "true" : "false");
            json.close('}');
        }

        @Override
        public void nullValue() {
            json.openTyped(AttributeType.NULL);
            json.plain("true");
            json.close('}');
        }

        @Override
        public void start(AttributeType type) {
            json.openTyped(type);
            json.open(type == AttributeType.M ? '{' : '[');
        }

        @Override
        public void element(AttributeType type, byte[] bytes, int start, int length) {
            if (type == AttributeType.B) {
                json.base64(bytes, start, length);
            } else {
                json.utf8(bytes, start, length);
            }
        }

        @Override
        public void end(AttributeType type) {
            json.close(type == AttributeType.M ? '}' : ']');
            json.close('}');
        }
    }

    /** The bytes of a JSON text. A value is preceded by a comma unless it is the first one. */
    private static final class JsonBytes {
        private static final byte[] HEX = ascii("0123456789abcdef");
        private static final byte[] BASE64 =
                ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

        /** What opens a value of each type. */
        private static final byte[][] TYPED = typed();

        /** Up to so many bytes the room doubles. More could not be had in one piece. */
        private static final int DOUBLED_BYTES_MAX = 1 << 20;

        private final MemoryLease memory;
        private byte[] bytes;
        private int length;

        /** Whether the next value is the first of its container or the value of a field. */
        private boolean first = true;

        private JsonBytes(int capacityBytes, MemoryLease memory) {
            this.memory = memory;
            bytes = new byte[Math.max(capacityBytes, 64)];
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        private static byte[][] typed() {
            AttributeType[] types = AttributeType.values();
            byte[][] typed = new byte[types.length][];
            for (AttributeType type : types) {
                typed[type.ordinal()] = ascii("{\"" + type + "\":");
            }
            return typed;
        }

        void open(char bracket) {
            separate(1);
            bytes[length++] = (byte) bracket;
            first = true;
        }

        void openTyped(AttributeType type) {
            byte[] opening = TYPED[type.ordinal()];
            separate(opening.length);
            System.arraycopy(opening, 0, bytes, length, opening.length);
            length += opening.length;
            first = true;
        }

        void close(char bracket) {
            room(1);
            bytes[length++] = (byte) bracket;
            first = false;
        }

        void colon() {
            room(1);
            bytes[length++] = ':';
            first = true;
        }

        /** A whole value. */
        void raw(byte[] value) {
            separate(value.length);
            System.arraycopy(value, 0, bytes, length, value.length);
            length += value.length;
        }

        /** A number or a literal. */
        @SuppressWarnings("deprecation") // The right method for ASCII: no encoder, no copy.
        void plain(String text) {
            int chars = text.length();
            separate(chars);
            text.getBytes(0, chars, bytes, length);
            length += chars;
        }

        void string(String text) {
            int chars = text.length();
            separate(chars + 2);
            int at = length;
            bytes[at++] = '"';
            for (int i = 0; i < chars; i++) {
                char c = text.charAt(i);
                if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    quoted(utf8, 0, utf8.length);
                    return;
                }
                bytes[at++] = (byte) c;
            }
            bytes[at++] = '"';
            length = at;
        }

        void utf8(byte[] text, int start, int count) {
            separate(count + 2);
            quoted(text, start, count);
        }

        /** A quoted text, for which there is room if nothing in it must be escaped. */
        private void quoted(byte[] text, int start, int count) {
            room(count + 2);
            bytes[length++] = '"';
            int end = start + count;
            int copied = start;
            for (int at = start; at < end; at++) {
                byte b = text[at];
                if (b >= 0 && b < 0x20 || b == '"' || b == '\\') {
                    copy(text, copied, at, end);
                    escape(b);
                    copied = at + 1;
                }
            }
            copy(text, copied, end, end);
            bytes[length++] = '"';
        }

        /** Copies a part; leaves room for the escape after it and for the rest with its quote. */
        private void copy(byte[] text, int from, int to, int end) {
            room(end - from + 7);
            System.arraycopy(text, from, bytes, length, to - from);
            length += to - from;
        }

        private void escape(byte b) {
            bytes[length++] = '\\';
            switch (b) {
                case '"', '\\' -> bytes[length++] = b;
                case '\n' -> bytes[length++] = 'n';
                case '\r' -> bytes[length++] = 'r';
                case '\t' -> bytes[length++] = 't';
                case '\b' -> bytes[length++] = 'b';
                case '\f' -> bytes[length++] = 'f';
                default -> {
                    bytes[length++] = 'u';
                    bytes[length++] = '0';
                    bytes[length++] = '0';
                    bytes[length++] = HEX[b >> 4];
                    bytes[length++] = HEX[b & 0xf];
                }
            }
        }

        void base64(byte[] data, int start, int count) {
            separate((count + 2) / 3 * 4 + 2);
            bytes[length++] = '"';
            int at = start;
            for (int end = start + count - 2; at < end; at += 3) {
                int bits =
                        (data[at] & 0xff) << 16 | (data[at + 1] & 0xff) << 8 | data[at + 2] & 0xff;
                group(bits, 4);
            }
            int rest = start + count - at;
            if (rest == 1) {
                group((data[at] & 0xff) << 16, 2);
            } else if (rest == 2) {
                group((data[at] & 0xff) << 16 | (data[at + 1] & 0xff) << 8, 3);
            }
            bytes[length++] = '"';
        }

        /**
         * Four characters, of which the first {@code digits} are digits and the rest is padding.
         */
        private void group(int bits, int digits) {
            bytes[length] = BASE64[bits >> 18];
            bytes[length + 1] = BASE64[bits >> 12 & 63];
            bytes[length + 2] = digits > 2 ? BASE64[bits >> 6 & 63] : (byte) '=';
            bytes[length + 3] = digits > 3 ? BASE64[bits & 63] : (byte) '=';
            length += 4;
        }

        /** Writes the comma if one is due, and makes room for {@code more} bytes after it. */
        private void separate(int more) {
            room(more + 1);
            if (!first) {
                bytes[length++] = ',';
            }
            first = false;
        }

        /** Makes room if there is memory for it. */
        boolean tryRoom(int more) {
            if (bytes.length - length >= more) {
                return true;
            }
            int capacity = capacity(more);
            if (capacity > RESPONSE_BYTES_MAX || !memory.tryReserve(capacity - bytes.length)) {
                return false;
            }
            bytes = Arrays.copyOf(bytes, capacity);
            return true;
        }

        private int capacity(int more) {
            int growth = bytes.length <= DOUBLED_BYTES_MAX ? bytes.length : bytes.length / 4;
            return Math.max(bytes.length + growth, length + more);
        }

        private void room(int more) {
            if (bytes.length - length < more) {
                int capacity = capacity(more);
                memory.reserve(capacity - bytes.length);
                bytes = Arrays.copyOf(bytes, capacity);
            }
        }
    }
}
