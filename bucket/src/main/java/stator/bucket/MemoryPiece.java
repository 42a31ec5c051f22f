package stator.bucket;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Bytes in memory, in chunks: what grows is never copied, and takes little more than its length.
 * Written by one thread, and read when that is over.
 */
final class MemoryPiece {
    private static final int CHUNK_BYTES_MIN = 1 << 10;

    /**
     * Far below half a region of the collector, beyond which it takes whole regions for each array.
     */
    private static final int CHUNK_BYTES_MAX = 256 << 10;

    private final List<byte[]> chunks = new ArrayList<>(1);
    private byte[] last = {};
    private int lastLength;
    private long length;
    private long capacity;

    /** How many bytes it has. */
    long length() {
        return length;
    }

    /** How many bytes it takes. */
    long capacity() {
        return capacity;
    }

    /** By how much it will grow for so many bytes more. */
    long growth(int more) {
        return more <= last.length - lastLength ? 0 : nextChunk(more - (last.length - lastLength));
    }

    /** Chunks of a long piece are as long as all before them, up to a limit. */
    private int nextChunk(int needed) {
        long doubled = Math.clamp(capacity, CHUNK_BYTES_MIN, CHUNK_BYTES_MAX);
        return (int) Math.max(doubled, needed);
    }

    void append(byte[] bytes, int start, int count) {
        int fits = Math.min(count, last.length - lastLength);
        System.arraycopy(bytes, start, last, lastLength, fits);
        lastLength += fits;
        if (fits < count) {
            int rest = count - fits;
            last = new byte[nextChunk(rest)];
            chunks.add(last);
            capacity += last.length;
            System.arraycopy(bytes, start + fits, last, 0, rest);
            lastLength = rest;
        }
        length += count;
    }

    /** Gives back what it has too much, once all is written. */
    void trim() {
        if (lastLength < last.length) {
            capacity -= last.length - lastLength;
            last = Arrays.copyOf(last, lastLength);
            chunks.set(chunks.size() - 1, last);
        }
    }

    InputStream read() {
        return new Reading();
    }

    private final class Reading extends InputStream {
        private int chunk;
        private int at;

        private byte[] current() {
            while (chunk < chunks.size() && at == chunks.get(chunk).length) {
                chunk++;
                at = 0;
            }
            return chunk < chunks.size() ? chunks.get(chunk) : null;
        }

        @Override
        public int read() {
            byte[] bytes = current();
            return bytes == null ? -1 : bytes[at++] & 0xff;
        }

        @Override
        public int read(byte[] target, int start, int count) {
            Objects.checkFromIndexSize(start, count, target.length);
            byte[] bytes = current();
            if (bytes == null || count == 0) {
                return bytes == null ? -1 : 0;
            }
            int read = Math.min(count, bytes.length - at);
            System.arraycopy(bytes, at, target, start, read);
            at += read;
            return read;
        }

        @Override
        public long skip(long count) {
            long left = count;
            for (byte[] bytes = current(); left > 0 && bytes != null; bytes = current()) {
                int skipped = (int) Math.min(left, bytes.length - at);
                at += skipped;
                left -= skipped;
            }
            return Math.max(count, 0) - Math.max(left, 0);
        }

        @Override
        public int available() {
            byte[] bytes = current();
            return bytes == null ? 0 : bytes.length - at;
        }
    }
}
