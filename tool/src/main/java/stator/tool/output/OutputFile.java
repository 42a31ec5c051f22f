package stator.tool.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/**
 * A file that is there as a whole or not at all: it is written beside its place and moved there at
 * the end. Several threads may write.
 */
public final class OutputFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path target;
    private final Path partial;
    private final OutputStream out;

    private OutputFile(Path target, Path partial, OutputStream out) {
        this.target = target;
        this.partial = partial;
        this.out = out;
    }

    /** Begins a file; if the process is interrupted, nothing is left of it. */
    public static OutputFile create(Path target, boolean gzip, Interruption interruption)
            throws IOException {
        Path place = target.toAbsolutePath();
        Files.createDirectories(place.getParent());
        String name = "." + place.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        Path partial = place.resolveSibling(name);
        interruption.onInterrupt(() -> delete(partial));
        OutputStream raw = Files.newOutputStream(partial);
        return new OutputFile(place, partial, gzip ? gzip(raw) : buffer(raw));
    }

    public static OutputStream gzip(OutputStream raw) throws IOException {
        return buffer(new GZIPOutputStream(raw, BUFFER_BYTES));
    }

    private static OutputStream buffer(OutputStream raw) {
        return new BufferedOutputStream(raw, BUFFER_BYTES);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.err.println("stator: " + file + " is left behind: " + e.getMessage());
        }
    }

    /** The stream into the file; who uses it holds the lock of this object. */
    public OutputStream stream() {
        return out;
    }

    /** Puts the file in its place. */
    void commit() throws IOException {
        out.close();
        Files.move(
                partial,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Forgets the file unless it is in its place. */
    @Override
    public void close() throws IOException {
        out.close();
        delete(partial);
    }
}
