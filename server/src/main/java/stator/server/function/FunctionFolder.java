package stator.server.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder with what this server has unpacked for its functions, below the system's folder for
 * temporary files. It holds a lock as long as the server lives, which ends with the process however
 * that ends. So the next one knows which folders were left behind, and deletes them.
 *
 * <p>Between the making of a folder and of its lock somebody else may take it for left behind. Then
 * the lock file is gone once the lock is had, and another folder is made.
 */
final class FunctionFolder implements AutoCloseable {
    private static final String PREFIX = "stator-functions-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel channel;

    private FunctionFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Makes a folder, after deleting those whose servers are gone. */
    static FunctionFolder make() {
        return make(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static FunctionFolder make(Path parent) {
        try {
            deleteLeftBehind(parent);
            while (true) {
                Path folder = Files.createTempDirectory(parent, PREFIX);
                Path file = folder.resolve(LOCK);
                FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                channel.lock();
                if (Files.exists(file)) {
                    return new FunctionFolder(folder, channel);
                }
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteLeftBehind(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                deleteIfLeftBehind(folder);
            }
        }
    }

    /** What cannot be looked at is somebody else's. */
    private static void deleteIfLeftBehind(Path folder) {
        Path file = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                deleteAll(folder);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // It lives, in this process or another, or it is not ours.
        }
    }

    /** The code of functions cannot be written to, nor can its folders. */
    private static void deleteAll(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path inner, BasicFileAttributes attributes) throws IOException {
                        Files.setPosixFilePermissions(
                                inner, PosixFilePermissions.fromString("rwx------"));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path inner, IOException failure)
                            throws IOException {
                        Files.delete(inner);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** For what is unpacked; whoever has it may delete it. */
    Path path() {
        return folder.resolve("files");
    }

    @Override
    public void close() {
        try {
            deleteAll(folder);
            channel.close();
        } catch (IOException e) {
            // The next server deletes it.
        }
    }
}
