package stator.relay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import stator.door.BrokenBodyException;

/** A body that comes in frames while it is read. */
abstract class FollowingBody extends InputStream {
    private final Line line;
    private byte[] piece = {};
    private int at;
    private boolean begun;
    private boolean complete;
    private boolean broken;

    FollowingBody(Line line) {
        this.line = line;
    }

    /** The first byte is wanted. */
    abstract void begin() throws IOException;

    /** Whether nothing more of it will come, so that what comes next is something else. */
    boolean isOver() {
        return !begun || complete;
    }

    /** Whether it has come to its end, be it a good or a bad one. */
    boolean isComplete() {
        return complete;
    }

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
        if (at == piece.length && !next()) {
            return -1;
        }
        int read = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, target, offset, read);
        at += read;
        return read;
    }

    private boolean next() throws IOException {
        if (broken) {
            throw new BrokenBodyException(BrokenBodyException.Cause.INCOMPLETE);
        }
        if (!begun) {
            begun = true;
            begin();
        }
        while (!complete) {
            Frame frame = nextFrame();
            switch (frame.kind()) {
                case DATA -> {
                    if (frame.bytes().length > 0) {
                        piece = frame.bytes();
                        at = 0;
                        return true;
                    }
                }
                case END -> complete = true;
                case BROKEN -> {
                    complete = true;
                    broken = true;
                    throw new BrokenBodyException(cause(frame));
                }
                case HELLO, READY, HEAD, BODY, REFUSED, WANT, REPLY ->
                        throw new UnexpectedFrameException(frame.kind() + " inside of a body");
            }
        }
        return false;
    }

    /** Whoever reads learns of a connection that broke as of a client that is gone. */
    private Frame nextFrame() throws IOException {
        try {
            return line.read();
        } catch (IOException e) {
            broken = true;
            throw (IOException)
                    new BrokenBodyException(BrokenBodyException.Cause.INCOMPLETE).initCause(e);
        }
    }

    private static BrokenBodyException.Cause cause(Frame frame) throws UnexpectedFrameException {
        BrokenBodyException.Cause[] causes = BrokenBodyException.Cause.values();
        int number = frame.bytes().length == 0 ? -1 : frame.bytes()[0];
        if (number < 0 || number >= causes.length) {
            throw new UnexpectedFrameException("no cause: " + number);
        }
        return causes[number];
    }

    @Override
    public int available() {
        return piece.length - at;
    }

    /** A body that breaks off, as a frame says it. */
    static byte[] bytes(BrokenBodyException.Cause cause) {
        return new byte[] {(byte) cause.ordinal()};
    }
}
