package stator.http;

import io.netty.buffer.ByteBuf;

/**
 * Follows the framing of a chunked body beside Netty's decoder, which stops reading the size of a
 * chunk at the first byte that it does not know and passes over the rest of the line. Another
 * server reads the line differently, and so the end of the request. Here the line must be what RFC
 * 9112, section 7.1, says: hexadecimal digits, and extensions after a semicolon.
 *
 * <p>The decoder takes one step at a time, and before each asks whether the line it is to read is
 * fine. Belongs to one connection.
 */
final class ChunkSizes {
    /** More digits would be more than any body may have. */
    private static final int DIGITS_MAX = 8;

    private enum Next {
        /** No chunked body. */
        NOTHING,
        SIZE,
        DATA,
        /** The end of the line after the data. */
        DATA_END,
        /** Trailers, after the chunk of no bytes. */
        TRAILERS
    }

    private Next next = Next.NOTHING;
    private long chunkBytes;
    private int lineBytes;

    /** A head was read. */
    void begin(boolean chunked) {
        next = chunked ? Next.SIZE : Next.NOTHING;
    }

    /** The body has ended. */
    void end() {
        next = Next.NOTHING;
    }

    /** Whether what is read next is fine, as far as it has arrived. */
    boolean accepts(ByteBuf buffer) {
        lineBytes = 0;
        if (next != Next.SIZE) {
            return true;
        }
        int lineFeed = buffer.indexOf(buffer.readerIndex(), buffer.writerIndex(), (byte) '\n');
        if (lineFeed < 0) {
            return true;
        }
        lineBytes = lineFeed - buffer.readerIndex() + 1;
        chunkBytes = size(buffer, buffer.readerIndex(), lineFeed);
        return chunkBytes >= 0;
    }

    /**
     * The decoder has taken its step.
     *
     * @param consumed how many bytes it took
     * @param content how many of them were data
     */
    void took(int consumed, int content) {
        if (next == Next.SIZE && lineBytes > 0) {
            next = chunkBytes == 0 ? Next.TRAILERS : Next.DATA;
        }
        if (next == Next.DATA) {
            chunkBytes -= content;
            if (chunkBytes == 0) {
                next = consumed > lineBytes + content ? Next.SIZE : Next.DATA_END;
            }
        } else if (next == Next.DATA_END && consumed > 0) {
            next = Next.SIZE;
        }
    }

    /** The size that a line states, or -1 if it is no such line. */
    private static long size(ByteBuf buffer, int from, int lineFeed) {
        int end = lineFeed - 1;
        if (end < from || buffer.getByte(end) != '\r') {
            return -1;
        }
        long size = 0;
        int at = from;
        for (; at < end; at++) {
            int digit = Character.digit(buffer.getByte(at), 16);
            if (digit < 0) {
                break;
            }
            size = size << 4 | digit;
        }
        if (at == from || at - from > DIGITS_MAX) {
            return -1;
        }
        return at == end || isExtension(buffer, at, end) ? size : -1;
    }

    private static boolean isExtension(ByteBuf buffer, int from, int end) {
        int at = from;
        while (at < end && (buffer.getByte(at) == ' ' || buffer.getByte(at) == '\t')) {
            at++;
        }
        if (at == end || buffer.getByte(at) != ';') {
            return false;
        }
        for (; at < end; at++) {
            byte b = buffer.getByte(at);
            if (b < ' ' && b != '\t' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
