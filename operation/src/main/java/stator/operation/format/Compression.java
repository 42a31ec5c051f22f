package stator.operation.format;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

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
            return new GZIPInputStream(in, BUFFER_BYTES);
        }
    },
    ZSTD {
        @Override
        InputStream expand(InputStream in) {
            return new ZstdInputStream(in);
        }
    };

    private static final int BUFFER_BYTES = 1 << 16;

    abstract InputStream expand(InputStream in) throws IOException;

    /** The bytes as they were before they were compressed. */
    public InputStream open(InputStream in) throws IOException {
        return new BufferedInputStream(
                expand(new BufferedInputStream(in, BUFFER_BYTES)), BUFFER_BYTES);
    }
}
