package stator.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
        return json.length();
    }

    /** The array that holds the first {@link #length()} bytes; the writer must not be used on. */
    public byte[] bytes() {
        return json.bytes();
    }

    /** Starts over and keeps the room. */
    public void clear() {
        json.clear();
    }

    /** For people and tests: what was written. */
    @Override
    public String toString() {
        return new String(json.bytes(), 0, json.length(), StandardCharsets.UTF_8);
    }

    /** Writes what a visitor is shown as {@code "name":{"S":"…"}}. */
    private static final class ItemWriter implements DocumentVisitor {
        private final JsonBytes json;

        private ItemWriter(JsonBytes json) {
            this.json = json;
        }

        @Override
        public void name(byte[] bytes, int start, int length) {
            json.name(bytes, start, length);
        }

        @Override
        public void scalar(AttributeType type, byte[] bytes, int start, int length) {
            if (type == AttributeType.B) {
                json.openTyped(type);
                json.base64(bytes, start, length);
                json.close('}');
            } else {
                json.typed(type, bytes, start, length);
            }
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
}
