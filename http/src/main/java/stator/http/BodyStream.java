package stator.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import stator.door.BrokenBodyException;

/**
 * The body of a request that is read while it arrives. The connection's event loop puts bytes in,
 * one other thread takes them out and waits for more; in between lie so few that a body of any
 * length takes the same memory.
 *
 * <p>The loop is never held up: it looks at {@link #isFull} after each piece and stops reading from
 * the socket; what had been read by then still finds room. Guarded by its lock.
 *
 * <p>Invariant: of the bytes between {@code start} and {@code start + held}, counted around the
 * ring, none is lost and none is read twice.
 */
final class BodyStream extends InputStream {
    /** Bytes that wait to be read when the connection stops reading more. */
    static final int FULL_BYTES = 192 * 1024;

    /** The most that one read of a socket brings after that. */
    private static final int PIECE_BYTES = 64 * 1024;

    /** What is held at most. */
    static final int BYTES_MAX = FULL_BYTES + 2 * PIECE_BYTES;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Runnable onFirstRead;
    private final Runnable onRoom;

    private byte[] ring;
    private int start;
    private int held;
    private long arrivedBytes;
    private boolean asked;
    private boolean ended;
    private boolean paused;
    private boolean closed;

    /** Why there is no more to come; null while nothing is wrong. */
    private BrokenBodyException failure;

    /**
     * @param announcedBytes how long the body is, as far as the client said
     * @param onFirstRead what is done when somebody wants the body
     * @param onRoom what is done when a full stream has room again
     */
    BodyStream(long announcedBytes, Runnable onFirstRead, Runnable onRoom) {
        ring = new byte[Math.clamp(announcedBytes, 1, PIECE_BYTES)];
        this.onFirstRead = onFirstRead;
        this.onRoom = onRoom;
    }

    // The event loop's side.

    /** Takes a piece of the body. */
    void put(ByteBuf piece) {
        lock.lock();
        try {
            int length = piece.readableBytes();
            arrivedBytes += length;
            if (closed || failure != null) {
                return;
            }
            makeRoom(length);
            int at = (start + held) % ring.length;
            int first = Math.min(length, ring.length - at);
            piece.readBytes(ring, at, first);
            piece.readBytes(ring, 0, length - first);
            held += length;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(int more) {
        int needed = held + more;
        assert needed <= BYTES_MAX : needed;
        if (needed <= ring.length) {
            return;
        }
        byte[] larger = new byte[Math.clamp(2L * ring.length, needed, BYTES_MAX)];
        copyTo(larger, 0, held);
        ring = larger;
        start = 0;
    }

    private void copyTo(byte[] target, int offset, int length) {
        int first = Math.min(length, ring.length - start);
        System.arraycopy(ring, start, target, offset, first);
        System.arraycopy(ring, 0, target, offset + first, length - first);
    }

    /** The body has arrived as a whole. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come; whoever reads on is told why. */
    void fail(BrokenBodyException.Cause cause) {
        lock.lock();
        try {
            if (!ended && failure == null) {
                failure = new BrokenBodyException(cause);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether no more may be read from the socket for now. The reader says when there is room. */
    boolean isFull() {
        lock.lock();
        try {
            paused = held >= FULL_BYTES;
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /** How much has arrived, read or not. */
    long arrivedBytes() {
        lock.lock();
        try {
            return arrivedBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Whether anybody has begun to read. */
    boolean wasAsked() {
        lock.lock();
        try {
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody reads any more: what comes is dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            held = 0;
            start = 0;
            ring = new byte[1];
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    // The reader's side.

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        boolean roomAgain;
        int read;
        lock.lock();
        try {
            askOnce();
            awaitBytes();
            if (held == 0) {
                return -1;
            }
            read = Math.min(length, held);
            copyTo(target, offset, read);
            start = (start + read) % ring.length;
            held -= read;
            roomAgain = paused && held < FULL_BYTES / 2;
            paused &= !roomAgain;
        } finally {
            lock.unlock();
        }
        if (roomAgain) {
            onRoom.run();
        }
        return read;
    }

    private void askOnce() {
        if (!asked) {
            asked = true;
            onFirstRead.run();
        }
    }

    /** Waits until there are bytes or the end. */
    private void awaitBytes() throws IOException {
        while (held == 0 && !ended) {
            if (failure != null) {
                throw failure;
            }
            if (closed) {
                throw new IOException("The request was answered; its body is gone.");
            }
            try {
                changed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }
}
