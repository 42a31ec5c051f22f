package stator.door.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file of lines that is put aside when it is full: {@code audit.log}, before it {@code
 * audit.log.1}, and so on; the oldest one is deleted. Only its owner may read it. Belongs to one
 * thread.
 */
final class TrailFile implements AutoCloseable {
    private final Path path;
    private final long bytesMax;
    private final int filesMax;

    /** Null until the first line, and after a failure. */
    private OutputStream output;

    private long bytes;

    /**
     * @param bytesMax how long a file may get
     * @param filesMax how many there may be
     */
    TrailFile(Path path, long bytesMax, int filesMax) {
        if (bytesMax < 1 || filesMax < 1) {
            throw new IllegalArgumentException(bytesMax + " bytes, " + filesMax + " files");
        }
        this.path = path;
        this.bytesMax = bytesMax;
        this.filesMax = filesMax;
    }

    /** Adds a line. What was written before it must not be lost with it. */
    void write(String line) throws IOException {
        byte[] written = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (output == null) {
            open();
        }
        if (bytes > 0 && bytes + written.length > bytesMax) {
            turn();
        }
        output.write(written);
        bytes += written.length;
    }

    private void open() throws IOException {
        if (Files.notExists(path)) {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            boolean hasOwner = path.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (hasOwner) {
                Files.createFile(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(path);
            }
        }
        bytes = Files.size(path);
        output = Files.newOutputStream(path, StandardOpenOption.APPEND);
    }

    private void turn() throws IOException {
        close();
        for (int older = filesMax - 1; older >= 1; older--) {
            Path from = older == 1 ? path : numbered(older - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(older), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(path);
        open();
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    @Override
    public void close() throws IOException {
        OutputStream closing = output;
        output = null;
        if (closing != null) {
            closing.close();
        }
    }
}
