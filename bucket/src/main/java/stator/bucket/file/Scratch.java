package stator.bucket.file;

import java.io.IOException;

/**
 * Bytes for notes of this process: not durable, and gone when it is closed. They are appended by
 * one thread, in pieces of one length; then any number may read the pieces.
 */
public interface Scratch extends AutoCloseable {
    /** Appends a piece. */
    void append(byte[] bytes, int length) throws IOException;

    /** Reads the piece that begins at a position. */
    void read(long position, byte[] target) throws IOException;

    @Override
    void close() throws IOException;
}
