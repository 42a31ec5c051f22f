package stator.bucket;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file that is written from its beginning to its end and put on the disk in pieces. All of a
 * large file at its end would keep the disk busy for long, and who writes items would wait for
 * that.
 */
public final class SyncedFile extends OutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    /** A moment's work for any disk. */
    static final int PIECE_BYTES = 8 << 20;

    private final FileChannel channel;
    private final boolean durable;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long unsyncedBytes;

    /**
     * A file that is open for writing and empty.
     *
     * @param durable whether it is to outlive the machine's end
     */
    public SyncedFile(FileChannel channel, boolean durable) {
        this.channel = channel;
        this.durable = durable;
    }

    @Override
    public void write(int value) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) value);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        int end = start + length;
        for (int at = start; at < end; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int some = Math.min(buffer.remaining(), end - at);
            buffer.put(bytes, at, some);
            at += some;
        }
    }

    @Override
    public void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            unsyncedBytes += channel.write(buffer);
        }
        buffer.clear();
        if (durable && unsyncedBytes >= PIECE_BYTES) {
            channel.force(false);
            unsyncedBytes = 0;
        }
    }

    /** Puts what is left on the disk, with the file's length, and closes it. */
    public void finish() throws IOException {
        flush();
        if (durable) {
            channel.force(true);
        }
        channel.close();
    }

    /** Closes the file as it is; what was not {@linkplain #finish finished} is not whole. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
