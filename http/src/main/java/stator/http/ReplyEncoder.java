package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import stator.door.BodySource;
import stator.door.Reply;

/**
 * Writes answers in HTTP/1.1, head and body into one buffer. Netty's own encoder builds a map of
 * headers first; every answer here has the same few.
 */
final class ReplyEncoder {
    private static final byte[] OK_LINE = ascii("HTTP/1.1 200 OK\r\nServer: Server\r\nDate: ");
    private static final byte[] CONTENT_TYPE = ascii("\r\nContent-Type: ");
    private static final byte[] CONTENT_LENGTH = ascii("\r\nContent-Length: ");
    private static final byte[] KEEP_ALIVE = ascii("\r\nConnection: keep-alive");
    private static final byte[] CLOSE = ascii("\r\nConnection: close");
    private static final byte[] REQUEST_ID = ascii("\r\nx-amzn-RequestId: ");
    private static final byte[] CHECKSUM = ascii("\r\nx-amz-crc32: ");
    private static final byte[] LINE_END = ascii("\r\n");

    private static final int OK = 200;

    /** These have no body, and so no length of one. */
    private static final int NO_CONTENT = 204;

    private static final int NOT_MODIFIED = 304;

    /** Enough for every head without further headers. */
    private static final int HEAD_BYTES_MAX = 512;

    private final HttpDate date;

    ReplyEncoder(HttpDate date) {
        this.date = date;
    }

    /**
     * The bytes on the wire. The checksum is that of the body as it is sent, compressed or not:
     * clients check it before they decompress.
     *
     * @param id of the request
     * @param bodyBytes how much of the body is to be sent with the head: the rest follows, or none
     *     of it in the answer to HEAD
     */
    ByteBuf encode(
            Reply reply, byte[] id, ByteBufAllocator allocator, boolean keepAlive, int bodyBytes) {
        ByteBuf wire =
                allocator.directBuffer(HEAD_BYTES_MAX + reply.headers().length() + bodyBytes);
        writeStatusLine(reply.status(), wire);
        wire.writeBytes(date.now());
        if (!reply.contentType().isEmpty()) {
            wire.writeBytes(CONTENT_TYPE);
            ByteBufUtil.writeAscii(wire, reply.contentType());
        }
        writeFraming(reply, wire);
        wire.writeBytes(keepAlive ? KEEP_ALIVE : CLOSE);
        wire.writeBytes(REQUEST_ID).writeBytes(id);
        if (!reply.isStreamed()) {
            wire.writeBytes(CHECKSUM);
            writeDecimal(checksum(reply), wire);
        }
        wire.writeBytes(LINE_END);
        ByteBufUtil.writeAscii(wire, reply.headers());
        return wire.writeBytes(LINE_END).writeBytes(reply.body(), 0, bodyBytes);
    }

    private static void writeFraming(Reply reply, ByteBuf wire) {
        boolean unknown = reply.source().length() == BodySource.UNKNOWN;
        if (!unknown && reply.status() != NO_CONTENT && reply.status() != NOT_MODIFIED) {
            wire.writeBytes(CONTENT_LENGTH);
            writeDecimal(reply.isStreamed() ? reply.source().length() : reply.length(), wire);
        }
    }

    private static void writeStatusLine(int status, ByteBuf wire) {
        if (status == OK) {
            wire.writeBytes(OK_LINE);
            return;
        }
        ByteBufUtil.writeAscii(
                wire,
                "HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\nServer: Server\r\nDate: ");
    }

    private static long checksum(Reply reply) {
        CRC32 checksum = new CRC32();
        checksum.update(reply.body(), 0, reply.length());
        return checksum.getValue();
    }

    private static void writeDecimal(long number, ByteBuf wire) {
        ByteBufUtil.writeAscii(wire, Long.toString(number));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
