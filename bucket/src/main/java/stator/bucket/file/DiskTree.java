package stator.bucket.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import stator.bucket.SyncedFile;

/**
 * Files on a disk. A file is written and put on stable storage before it gets its name, and the
 * folder that has the name after that; so after a crash each is there as a whole or not at all.
 */
public final class DiskTree implements FileTree {
    /** A folder may vanish while a file is put into it: its last file was deleted. */
    private static final int ATTEMPTS = 100;

    private final Path root;
    private final boolean durable;

    /**
     * @param root made if it is not there
     * @param durable whether what is written must survive a crash of the machine
     */
    public DiskTree(Path root, boolean durable) {
        this.root = root.toAbsolutePath().normalize();
        this.durable = durable;
    }

    private Path path(String path) throws IOException {
        try {
            Path resolved = root.resolve(path).normalize();
            if (resolved.startsWith(root)) {
                return resolved;
            }
        } catch (InvalidPathException e) {
            // Told like any other path that cannot be one.
        }
        throw new NoSuchFileException(path);
    }

    @Override
    public List<Child> children(String folder) throws IOException {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(path(folder))) {
            for (Path path : paths) {
                children.add(new Child(path.getFileName().toString(), Files.isDirectory(path)));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return children;
    }

    @Override
    public boolean names(String folder, NameVisitor visitor) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(path(folder))) {
            for (Path path : paths) {
                if (!visitor.visit(path.getFileName().toString())) {
                    return false;
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return true;
        }
        return true;
    }

    @Override
    public Scratch scratch() throws IOException {
        Path file = path(StorePaths.UNFINISHED + "/" + UUID.randomUUID());
        makeFolders(file.getParent());
        return new DiskScratch(file);
    }

    @Override
    public boolean isFolder(String path) throws IOException {
        return Files.isDirectory(path(path));
    }

    @Override
    public Optional<Facts> facts(String path) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path(path), BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(
                            new Facts(
                                    attributes.size(),
                                    attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS)))
                    : Optional.empty();
        } catch (IOException e) {
            if (isAbsence(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A path through a file, or one that is too long to be a file's, has none, either. */
    private static boolean isAbsence(IOException e) {
        String reason = String.valueOf(e.getMessage());
        return e instanceof NoSuchFileException
                || reason.contains("Not a directory")
                || reason.contains("File name too long");
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<SeekableByteChannel> open(String path) throws IOException {
        try {
            return Optional.of(Files.newByteChannel(path(path), StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public NewFile create(String path) throws IOException {
        Path file = path(path);
        for (int attempt = 1; ; attempt++) {
            makeFolders(file.getParent());
            try {
                return new DiskFile(file);
            } catch (NoSuchFileException e) {
                requireMore(attempt, e);
            }
        }
    }

    private static void requireMore(int attempt, IOException failure) throws IOException {
        if (attempt == ATTEMPTS) {
            throw failure;
        }
    }

    private final class DiskFile extends NewFile {
        private final Path file;
        private final SyncedFile target;
        private boolean finished;

        DiskFile(Path file) throws IOException {
            this.file = file;
            target =
                    new SyncedFile(
                            FileChannel.open(
                                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            durable);
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
        public void finish() throws IOException {
            target.finish();
            // A bucket that was deleted meanwhile takes nothing; that is seen when it is put in.
            syncIfThere(file.getParent());
            finished = true;
        }

        @Override
        public void close() throws IOException {
            target.close();
            if (!finished) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void place(String path, byte[] bytes) throws IOException {
        Path file = path(path);
        Path unfinished = path(StorePaths.UNFINISHED + "/" + UUID.randomUUID());
        makeFolders(unfinished.getParent());
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                if (durable) {
                    channel.force(true);
                }
            }
            rename(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private void rename(Path from, Path to) throws IOException {
        for (int attempt = 1; ; attempt++) {
            makeFolders(to.getParent());
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                syncIfThere(to.getParent());
                return;
            } catch (NoSuchFileException e) {
                if (!Files.exists(from)) {
                    throw e;
                }
                requireMore(attempt, e);
            }
        }
    }

    @Override
    public void move(String from, String to) throws IOException {
        Path source = path(from);
        rename(source, path(to));
        forgetEmpty(source.getParent());
        syncIfThere(source.getParent());
    }

    @Override
    public boolean delete(String path) throws IOException {
        Path file = path(path);
        try {
            Files.delete(file);
        } catch (IOException e) {
            if (isAbsence(e)) {
                return false;
            }
            throw e;
        }
        syncIfThere(file.getParent());
        forgetEmpty(file.getParent());
        return true;
    }

    /** Deletes folders in which nothing is left, up to one that was made on purpose. */
    private void forgetEmpty(Path folder) throws IOException {
        Path at = folder;
        while (StorePaths.mayVanish(root.relativize(at))) {
            try {
                Files.delete(at);
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                return;
            }
            at = at.getParent();
        }
    }

    @Override
    public void makeFolder(String path) throws IOException {
        makeFolders(path(path));
    }

    private void makeFolders(Path folder) throws IOException {
        for (int attempt = 1; !Files.isDirectory(folder); attempt++) {
            makeFolders(folder.getParent());
            try {
                Files.createDirectory(folder);
                sync(folder.getParent());
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                // Another one made it, or emptied and deleted it; or a file stands there for good.
                requireMore(attempt, e);
            }
        }
    }

    @Override
    public void deleteFolder(String path) throws IOException {
        Path folder = path(path);
        boolean isThere = Files.isDirectory(folder);
        for (int attempt = 1; isThere; attempt++) {
            try {
                deleteAll(folder);
                isThere = false;
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                // Somebody wrote another file, or deleted one that was just seen.
                requireMore(attempt, e);
            }
        }
        syncIfThere(folder.getParent());
    }

    private static void deleteAll(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    private void syncIfThere(Path folder) throws IOException {
        try {
            sync(folder);
        } catch (NoSuchFileException e) {
            // Deleted meanwhile; who deleted it looks after its folder.
        }
    }

    private void sync(Path folder) throws IOException {
        if (!durable) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
