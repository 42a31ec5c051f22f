package stator.bucket.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import stator.bucket.file.FileTree;

/** An object that was found, and can be read to its end whatever happens to it meanwhile. */
public final class FoundObject implements AutoCloseable {
    private final FileTree files;
    private final String bucket;
    private final ForeignFiles foreign;
    private final Pins pins;
    private final ObjectVersion version;
    private boolean closed;

    FoundObject(
            FileTree files, String bucket, ForeignFiles foreign, Pins pins, ObjectVersion version) {
        this.files = files;
        this.bucket = bucket;
        this.foreign = foreign;
        this.pins = pins;
        this.version = version;
        pins.pin(version.content().blobs());
    }

    public ObjectVersion version() {
        return version;
    }

    /** A range of its bytes. This is closed with the stream. */
    public InputStream read(long from, long length) throws IOException {
        if (from < 0 || length < 0 || from + length > version.size()) {
            throw new IllegalArgumentException(from + " + " + length);
        }
        if (version.content() instanceof Content.Foreign file) {
            return foreign.read(file, from);
        }
        return new ContentInput(files, bucket, version.content(), from, length, this::close);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            pins.unpin(version.content().blobs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
