package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import stator.storage.StoreException;

/**
 * The directory of one store, held by one process at a time.
 *
 * <pre>
 * format   "stator-rocksdb 1": what this directory is
 * lock     held by the server that uses it; contains its process id
 * synced   see {@link SyncedMark}
 * db       RocksDB's own files
 * removed  what was cut off from damaged logs
 * </pre>
 */
final class DataDirectory implements AutoCloseable {
    private static final String FORMAT_NAME = "stator-rocksdb";
    private static final int FORMAT_VERSION = 1;

    /** What may lie in a directory before the first start, or after one that was cut off. */
    private static final Set<String> EMPTY = Set.of("lock", "format.new", "lost+found");

    private static final String LOG_SUFFIX = ".log";

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Takes a directory, which is created if it is not there.
     *
     * @throws StoreException.Unavailable if another server has it, or if it is not ours
     */
    static DataDirectory hold(Path path) {
        try {
            Files.createDirectories(path);
            DataDirectory directory = new DataDirectory(path, lock(path));
            try {
                directory.checkFormat();
            } catch (StoreException | IOException e) {
                directory.close();
                throw e;
            }
            return directory;
        } catch (IOException e) {
            throw new StoreException.Unavailable(
                    "The data directory " + path + " cannot be used: " + e, e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(
                        path.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (!tryLock(file)) {
            String holder = Files.readString(path.resolve("lock")).strip();
            file.close();
            throw new StoreException.Unavailable(
                    "The data directory "
                            + path
                            + " is in use by another server (process "
                            + holder
                            + "). Stop that server, or choose another directory.",
                    null);
        }
        file.truncate(0);
        file.write(ascii(ProcessHandle.current().pid() + "\n"));
        return file;
    }

    private static boolean tryLock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private void checkFormat() throws IOException {
        Path format = path.resolve("format");
        if (!Files.exists(format)) {
            requireEmpty();
            writeDurably(format, FORMAT_NAME + " " + FORMAT_VERSION + "\n");
        }
        Files.createDirectories(database());
        String[] words = Files.readString(format).strip().split(" ");
        if (words.length != 2 || !words[0].equals(FORMAT_NAME) || !words[1].matches("[0-9]{1,9}")) {
            throw new StoreException.Unavailable(
                    "The file " + format + " does not say which format this data has.", null);
        }
        int version = Integer.parseInt(words[1]);
        if (version > FORMAT_VERSION) {
            throw new StoreException.Unavailable(
                    "The data directory "
                            + path
                            + " has format "
                            + version
                            + ", and this release knows formats up to "
                            + FORMAT_VERSION
                            + ". Use the release that wrote it, or a newer one.",
                    null);
        }
    }

    private void requireEmpty() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            if (files.anyMatch(file -> !EMPTY.contains(file.getFileName().toString()))) {
                throw new StoreException.Unavailable(
                        "The directory "
                                + path
                                + " has files in it, but no data of ours."
                                + " Choose an empty or a new directory.",
                        null);
            }
        }
    }

    private void writeDurably(Path file, String text) throws IOException {
        Path next = path.resolve(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(ascii(text));
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        sync(path);
    }

    /** Makes the names in a directory durable. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    Path path() {
        return path;
    }

    /** RocksDB's directory. */
    Path database() {
        return path.resolve("db");
    }

    Path removed() {
        return path.resolve("removed");
    }

    Path syncedMark() {
        return path.resolve("synced");
    }

    /** The write-ahead logs, oldest first. */
    List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(database())) {
            return files.filter(file -> file.toString().endsWith(LOG_SUFFIX))
                    .sorted(Comparator.comparingLong(DataDirectory::number))
                    .toList();
        }
    }

    /** The number in the name of a log or a manifest. */
    static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().replaceAll("[^0-9]", ""));
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new StoreException.Unavailable("The file lock of " + path + " stays.", e);
        }
    }
}
