package stator.door;

import java.io.InputStream;

/**
 * The body of an answer that is read while it is sent, a small piece at a time and only as far as
 * the client takes it. Whoever sends it reads it on a thread that may wait, and closes it in any
 * case.
 *
 * @param input the bytes; one that fails ends the connection, so that nobody takes a part for the
 *     whole. One that is a {@link java.nio.channels.ReadableByteChannel}, too, is read as that
 * @param length how many bytes there are; {@link #UNKNOWN} to send them as they come
 */
public record BodySource(InputStream input, long length) {
    /** The length of a body that ends when its input does. */
    public static final long UNKNOWN = -1;

    /** The source of an answer whose body is an array. */
    static final BodySource NONE = new BodySource(InputStream.nullInputStream(), 0);

    public BodySource {
        if (length < UNKNOWN) {
            throw new IllegalArgumentException("no length: " + length);
        }
    }
}
