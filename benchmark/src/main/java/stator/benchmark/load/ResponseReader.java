package stator.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the responses of one connection, of which only one is under way at a time. The body is
 * skipped unless it is wanted.
 *
 * <p>Understands exactly what the endpoints measured send: HTTP/1.1 with Content-Length. Anything
 * else is a {@link LoadFailure}, never a guess.
 */
public final class ResponseReader {
    private static final int HEAD_BYTES_MAX = 8 * 1024;
    private static final String CONTENT_LENGTH = "content-length:";

    private final byte[] head = new byte[HEAD_BYTES_MAX];
    private int headLength;
    private boolean inBody;
    private boolean keepBody;
    private int status;
    private int bodyLength;
    private int bodyRead;
    private byte[] body = new byte[0];

    /**
     * Prepares for the next response. A body that is not wanted is still kept if the status is not
     * 200.
     */
    public void expect(boolean bodyWanted) {
        headLength = 0;
        inBody = false;
        keepBody = bodyWanted;
        bodyRead = 0;
    }

    /** Takes what has arrived; true if the response is complete. */
    public boolean accept(ByteBuffer input) {
        if (!inBody && !acceptHead(input)) {
            return false;
        }
        int length = Math.min(input.remaining(), bodyLength - bodyRead);
        if (keepBody) {
            input.get(input.position(), body, bodyRead, length);
        }
        input.position(input.position() + length);
        bodyRead += length;
        if (bodyRead < bodyLength) {
            return false;
        }
        if (input.hasRemaining()) {
            throw new LoadFailure("the server sent more than one response to one request");
        }
        return true;
    }

    private boolean acceptHead(ByteBuffer input) {
        int before = headLength;
        int length = Math.min(input.remaining(), HEAD_BYTES_MAX - headLength);
        input.get(input.position(), head, headLength, length);
        headLength += length;
        int end = headEnd(Math.max(before - 3, 0));
        if (end < 0) {
            if (headLength == HEAD_BYTES_MAX) {
                throw new LoadFailure("the head of the response does not end");
            }
            input.position(input.position() + length);
            return false;
        }
        input.position(input.position() + end - before);
        headLength = end;
        parseHead();
        inBody = true;
        return true;
    }

    /** Where the body begins, or -1. */
    private int headEnd(int from) {
        for (int i = from + 3; i < headLength; i++) {
            if (head[i] == '\n'
                    && head[i - 1] == '\r'
                    && head[i - 2] == '\n'
                    && head[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private void parseHead() {
        status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
        bodyLength = contentLength();
        if (status != 200) {
            keepBody = true;
        }
        if (keepBody && body.length < bodyLength) {
            body = new byte[bodyLength];
        }
    }

    private int contentLength() {
        for (int line = nextLine(0); line < headLength; line = nextLine(line)) {
            if (startsWithContentLength(line)) {
                return number(line + CONTENT_LENGTH.length());
            }
        }
        throw new LoadFailure(
                "a response without Content-Length: "
                        + new String(head, 0, headLength, StandardCharsets.ISO_8859_1));
    }

    private int nextLine(int from) {
        int at = from;
        while (at < headLength && head[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private boolean startsWithContentLength(int at) {
        for (int i = 0; i < CONTENT_LENGTH.length(); i++) {
            if ((head[at + i] | 0x20) != (CONTENT_LENGTH.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int number(int from) {
        int value = 0;
        for (int at = from; head[at] != '\r'; at++) {
            if (head[at] != ' ') {
                value = value * 10 + head[at] - '0';
            }
        }
        return value;
    }

    public int status() {
        return status;
    }

    /** The body of the last response, if it was wanted or the status was not 200. */
    public String body() {
        return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
    }
}
