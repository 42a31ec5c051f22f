package stator.protocol.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/** Bytes that come in pieces, as a stream that waits for the next one. Not thread-safe. */
public final class PieceStream extends InputStream {
    /** Where the pieces come from. */
    public interface Source {
        /** Waits for the next piece; empty at the end. */
        Optional<byte[]> next() throws InterruptedException, IOException;

        /** Nobody wants more. */
        void forget();
    }

    private static final byte[] NOTHING = {};

    private final Source source;
    private byte[] piece = NOTHING;
    private int at;
    private boolean hasEnded;

    public PieceStream(Source source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (at == piece.length) {
            if (hasEnded) {
                return -1;
            }
            fetch();
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, buffer, offset, count);
        at += count;
        return count;
    }

    private void fetch() throws IOException {
        try {
            Optional<byte[]> next = source.next();
            hasEnded = next.isEmpty();
            piece = next.orElse(NOTHING);
            at = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The reader was told to stop.");
        }
    }

    @Override
    public void close() {
        source.forget();
    }
}
