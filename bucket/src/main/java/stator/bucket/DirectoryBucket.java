package stator.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bucket that is a directory: each piece is a file, whose path within the directory is the key.
 *
 * <p>A file is written under another name, put on stable storage and renamed, so that what is there
 * under its key is whole. No key leads out of the directory.
 */
public final class DirectoryBucket implements Bucket {
    /** What is on its way begins so; when nobody writes it, it is a leftover of a crash. */
    private static final String UNFINISHED = ".unfinished-";

    /** What this process is writing, in any bucket; several may write the same piece at once. */
    private static final Set<Path> BEING_WRITTEN = ConcurrentHashMap.newKeySet();

    private final Path directory;

    private DirectoryBucket(Path directory) {
        this.directory = directory;
    }

    /** A bucket in a directory that is there. */
    public static DirectoryBucket of(Path directory) {
        return new DirectoryBucket(directory.toAbsolutePath().normalize());
    }

    /** A bucket in a directory of its own, which is made when something is put in. */
    public static DirectoryBucket make(Path directory) throws IOException {
        DirectoryBucket bucket = of(directory);
        bucket.removeUnfinished();
        return bucket;
    }

    private void removeUnfinished() throws IOException {
        for (Path file : files().keySet()) {
            if (isUnfinished(file) && !BEING_WRITTEN.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isUnfinished(Path file) {
        return file.getFileName().toString().startsWith(UNFINISHED);
    }

    /** What the name of a file begins with that is to become another one. */
    private static String leftover(Path file) {
        return UNFINISHED + file.getFileName() + "-";
    }

    /** The files and their sizes; some may come and go meanwhile. */
    private Map<Path, Long> files() throws IOException {
        Map<Path, Long> sizes = new HashMap<>();
        if (!Files.isDirectory(directory)) {
            return sizes;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            sizes.put(file, attributes.size());
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }
                });
        return sizes;
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
        List<Entry> entries = new ArrayList<>();
        files().forEach((file, size) -> {
            String key = key(file);
            if (key.startsWith(prefix) && !isUnfinished(file)) {
                entries.add(new Entry(key, size));
            }
        });
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    private String key(Path file) {
        List<String> names = new ArrayList<>();
        directory.relativize(file).forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    @Override
    public InputStream read(String key) throws IOException {
        return Files.newInputStream(path(key));
    }

    @Override
    public Upload write(String key) throws IOException {
        Path file = path(key);
        Files.createDirectories(file.getParent());
        return new FileUpload(file);
    }

    @Override
    public void delete(String key) throws IOException {
        Path file = path(key);
        if (Files.deleteIfExists(file)) {
            sync(file.getParent());
        }
    }

    private Path path(String key) throws IOException {
        try {
            Path path = directory.resolve(key).normalize();
            if (path.startsWith(directory) && !path.equals(directory)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Told like any other key that cannot be one.
        }
        throw new IOException("'" + key + "' cannot be a file in " + directory);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A file that is being written beside the one that it will be. */
    private static final class FileUpload extends Upload {
        private final Path file;
        private final Path unfinished;
        private final SyncedFile target;
        private boolean committed;

        FileUpload(Path file) throws IOException {
            this.file = file;
            unfinished = file.resolveSibling(leftover(file) + UUID.randomUUID());
            target = begun(unfinished);
        }

        private static SyncedFile begun(Path unfinished) throws IOException {
            BEING_WRITTEN.add(unfinished);
            try {
                return new SyncedFile(
                        FileChannel.open(
                                unfinished,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE),
                        true);
            } catch (IOException e) {
                BEING_WRITTEN.remove(unfinished);
                throw e;
            }
        }

        @Override
        public void write(int value) throws IOException {
            target.write(value);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            target.write(bytes, start, length);
        }

        @Override
        public void flush() throws IOException {
            target.flush();
        }

        @Override
        public void commit() throws IOException {
            target.finish();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            committed = true;
            removeLeftovers();
            sync(file.getParent());
        }

        /** What a crash left of earlier beginnings of the same file. */
        private void removeLeftovers() throws IOException {
            DirectoryStream.Filter<Path> filter =
                    sibling -> sibling.getFileName().toString().startsWith(leftover(file));
            try (DirectoryStream<Path> leftovers =
                    Files.newDirectoryStream(file.getParent(), filter)) {
                for (Path leftover : leftovers) {
                    if (!BEING_WRITTEN.contains(leftover)) {
                        Files.deleteIfExists(leftover);
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            try {
                target.close();
                if (!committed) {
                    Files.deleteIfExists(unfinished);
                }
            } finally {
                BEING_WRITTEN.remove(unfinished);
            }
        }
    }
}
