package stator.operation.protocol;

import java.time.Instant;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * Writes JSON front to back into a growing array of bytes; commas are its own business.
 *
 * <p>Members are written as {@code field("Count").number(3)} or, shorter, {@code member("Count",
 * 3)}. Items are copied from their documents without making objects of their values. Not for use by
 * several threads.
 */
public final class ResponseWriter {
    /** A writer that starts with room for {@code capacityBytes}. */
    public ResponseWriter(int capacityBytes) {}

    /** Opens an object: the whole response, an element, or the value of a field. */
    public ResponseWriter startObject() {
        throw new IllegalStateException();
    }

    /** Closes the innermost object. */
    public ResponseWriter endObject() {
        throw new IllegalStateException();
    }

    /** Opens an array. */
    public ResponseWriter startArray() {
        throw new IllegalStateException();
    }

    /** Closes the innermost array. */
    public ResponseWriter endArray() {
        throw new IllegalStateException();
    }

    /** The name of the member whose value is written next. */
    public ResponseWriter field(String name) {
        throw new IllegalStateException(name);
    }

    /** A text. */
    public ResponseWriter string(String value) {
        throw new IllegalStateException(value);
    }

    /** An integer. */
    public ResponseWriter number(long value) {
        throw new IllegalStateException();
    }

    /** A floating point number: AWS's way, always with a fraction. */
    public ResponseWriter number(double value) {
        throw new IllegalStateException();
    }

    /** A boolean. */
    public ResponseWriter bool(boolean value) {
        throw new IllegalStateException();
    }

    /** A point in time, as seconds since 1970 with milliseconds as fraction. */
    public ResponseWriter instant(Instant value) {
        throw new IllegalStateException();
    }

    /** An item as an object of its attributes. */
    public ResponseWriter item(Item item) {
        throw new IllegalStateException();
    }

    /** One attribute value, {@code {"S":"…"}}. */
    public ResponseWriter value(AttributeValue value) {
        throw new IllegalStateException();
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
        throw new IllegalStateException();
    }

    /** The array that holds the first {@link #length()} bytes; the writer must not be used on. */
    public byte[] bytes() {
        throw new IllegalStateException();
    }
}
