package stator.operation.format;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** How files of items are compressed; the names are the API's. */
public enum Compression {
    NONE {
        @Override
        InputStream expand(InputStream in) {
            return in;
        }
    },
    GZIP {
        @Override
        InputStream expand(InputStream in) throws IOException {
            try {
                return new Members(in);
            } catch (EOFException e) {
                throw cutOff();
            }
        }
    },
    ZSTD {
        @Override
        InputStream expand(InputStream in) {
            return new Frames(in);
        }
    };

    private static final int BUFFER_BYTES = 1 << 16;

    /** Some empty members may follow each other; for each of them the library calls itself. */
    private static final int EMPTY_MEMBERS_MAX = 100;

    abstract InputStream expand(InputStream in) throws IOException;

    /** What the library says without a word in headers and trailers. */
    private static EOFException cutOff() {
        return new EOFException("Unexpected end of ZLIB input stream");
    }

    /** A file of any number of members, as RFC 1952 has it. */
    private static final class Members extends GZIPInputStream {
        private int depth;

        Members(InputStream in) throws IOException {
            super(in, BUFFER_BYTES);
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (depth > EMPTY_MEMBERS_MAX) {
                throw new ZipException("Too many members without content");
            }
            depth++;
            try {
                return super.read(target, from, length);
            } catch (EOFException e) {
                throw cutOff();
            } finally {
                depth--;
            }
        }
    }

    /** A file of Zstandard. What the library says of one that is broken is no IOException. */
    private static final class Frames extends FilterInputStream {
        Frames(InputStream in) {
            super(new ZstdInputStream(in));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = 0;
            while (count == 0) {
                count = read(one, 0, 1);
            }
            return count < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            try {
                return in.read(target, from, length);
            } catch (MalformedInputException e) {
                throw new ZipException("Not in ZSTD format: " + e.getMessage());
            }
        }
    }

    /** The bytes as they were before they were compressed. */
    public InputStream open(InputStream in) throws IOException {
        return new BufferedInputStream(
                expand(new BufferedInputStream(in, BUFFER_BYTES)), BUFFER_BYTES);
    }
}
