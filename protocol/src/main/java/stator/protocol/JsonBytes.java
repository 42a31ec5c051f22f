package stator.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import stator.model.AttributeType;
import stator.model.MemoryLease;

/** The bytes of a JSON text. A value is preceded by a comma unless it is the first one. */
final class JsonBytes {
    /** More than this nobody could send in one piece. */
    private static final int RESPONSE_BYTES_MAX = 64 << 20;

    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] BASE64 =
            ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /** Eight bytes of an array at a time. */
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long TOP_BITS = 0x80 * EACH_BYTE;

    /** What opens a value of each type. */
    private static final byte[][] TYPED = typed();

    /** Up to so many bytes the room doubles. More could not be had in one piece. */
    private static final int DOUBLED_BYTES_MAX = 1 << 20;

    private final MemoryLease memory;
    private byte[] bytes;
    private int length;

    /** Whether the next value is the first of its container or the value of a field. */
    private boolean first = true;

    JsonBytes(int capacityBytes, MemoryLease memory) {
        this.memory = memory;
        bytes = new byte[Math.max(capacityBytes, 64)];
    }

    /** How many bytes there are. */
    int length() {
        return length;
    }

    /** The array that holds them at its beginning; valid until more is written. */
    byte[] bytes() {
        return bytes;
    }

    /** Starts over and keeps the room. */
    void clear() {
        length = 0;
        first = true;
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
                room(utf8.length + 2);
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

    /** The name of a field. */
    void name(byte[] text, int start, int count) {
        separate(count + 3);
        quoted(text, start, count);
        colon();
    }

    /** A whole value of a type: {@code {"S":"…"}}. */
    void typed(AttributeType type, byte[] text, int start, int count) {
        byte[] opening = TYPED[type.ordinal()];
        separate(opening.length + count + 3);
        System.arraycopy(opening, 0, bytes, length, opening.length);
        length += opening.length;
        quoted(text, start, count);
        close('}');
    }

    /** A quoted text, for which there is room if nothing in it must be escaped. */
    private void quoted(byte[] text, int start, int count) {
        assert bytes.length - length >= count + 2 : "No room for " + count;
        bytes[length++] = '"';
        int end = start + count;
        int plain = plain(text, start, end);
        System.arraycopy(text, start, bytes, length, plain - start);
        length += plain - start;
        if (plain < end) {
            escaped(text, plain, end);
        }
        bytes[length++] = '"';
    }

    /** Where the first byte stands that must be escaped. */
    private static int plain(byte[] text, int start, int end) {
        int at = start;
        while (at <= end - Long.BYTES && !mayNeedEscape((long) WORDS.get(text, at))) {
            at += Long.BYTES;
        }
        while (at < end && !needsEscape(text[at])) {
            at++;
        }
        return at;
    }

    private static boolean needsEscape(byte b) {
        return b >= 0 && b < 0x20 || b == '"' || b == '\\';
    }

    /**
     * Whether any of eight bytes may have to be escaped: of each, whether the subtraction of a
     * bound borrows from its top bit. A byte behind one that is below may be told for nothing.
     */
    private static boolean mayNeedEscape(long word) {
        long quote = word ^ '"' * EACH_BYTE;
        long backslash = word ^ '\\' * EACH_BYTE;
        long below =
                word - 0x20 * EACH_BYTE & ~word
                        | quote - EACH_BYTE & ~quote
                        | backslash - EACH_BYTE & ~backslash;
        return (below & TOP_BITS) != 0;
    }

    private void escaped(byte[] text, int start, int end) {
        int copied = start;
        for (int at = start; at < end; at++) {
            if (needsEscape(text[at])) {
                copy(text, copied, at, end);
                escape(text[at]);
                copied = at + 1;
            }
        }
        copy(text, copied, end, end);
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
            int bits = (data[at] & 0xff) << 16 | (data[at + 1] & 0xff) << 8 | data[at + 2] & 0xff;
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

    /** Four characters, of which the first {@code digits} are digits and the rest is padding. */
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
