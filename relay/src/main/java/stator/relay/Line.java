package stator.relay;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** A connection between two servers as frames. One thread reads and one writes at a time. */
final class Line implements AutoCloseable {
    /** A body, and what stands around it. */
    private static final int FRAME_BYTES_MAX = 256 << 20;

    private static final int BUFFER_BYTES = 16 * 1024;

    /** Pieces of bodies that are sent while they are read. */
    static final int PIECE_BYTES = 64 * 1024;

    private static final byte[] NO_BYTES = {};

    private final Socket socket;
    private final DataInputStream input;
    private final DataOutputStream output;

    Line(Socket socket) throws IOException {
        this.socket = socket;
        input = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        output =
                new DataOutputStream(
                        new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES));
    }

    /** Waits for the next frame. */
    Frame read() throws IOException {
        Frame.Kind kind = Frame.Kind.of(input.readUnsignedByte());
        int length = input.readInt();
        if (length < 0 || length > FRAME_BYTES_MAX) {
            throw new UnexpectedFrameException(length + " bytes in one frame");
        }
        byte[] bytes = length == 0 ? NO_BYTES : input.readNBytes(length);
        if (bytes.length < length) {
            throw new UnexpectedFrameException("the end in the middle of a frame");
        }
        return new Frame(kind, bytes);
    }

    /** Writes a frame, which is sent with the next {@link #flush}. */
    void write(Frame.Kind kind, byte[] bytes, int length) throws IOException {
        output.writeByte(kind.ordinal());
        output.writeInt(length);
        output.write(bytes, 0, length);
    }

    void write(Frame.Kind kind, byte[] bytes) throws IOException {
        write(kind, bytes, bytes.length);
    }

    void write(Frame.Kind kind) throws IOException {
        write(kind, NO_BYTES);
    }

    void flush() throws IOException {
        output.flush();
    }

    /** How long a read may wait; 0 for as long as it takes. */
    void awaitAtMost(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, and that is all that was wanted.
        }
    }
}
