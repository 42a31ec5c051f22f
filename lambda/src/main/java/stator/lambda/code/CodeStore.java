package stator.lambda.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.zip.ZipError;
import stator.bucket.Bucket;
import stator.lambda.document.Folders;

/**
 * Keeps archives, each once however often it is uploaded, and unpacks them when they are run. What
 * {@link #put} has returned from is durable; unpacked folders are made again when they are gone.
 *
 * <p>An archive goes when nothing has it and nobody holds it. Who uploads one holds it until it is
 * said what has it: functions of the same code may come and go at the same moment.
 *
 * <p>Nothing of an archive leaves its folder, whatever its entries are called, and its files cannot
 * be written to by accident.
 */
public final class CodeStore {
    /** How much code there may be in a function with its layers, unpacked. */
    public static final long UNPACKED_BYTES_MAX = 262_144_000;

    private static final String UNREADABLE =
            "Could not unzip uploaded file. Please check your file, then try to upload again.";
    private static final String END = ".zip";
    private static final String HALF = ".half-";

    private final Bucket bucket;
    private final Path folder;
    private final Predicate<String> isUsed;
    private final Holds holds = new Holds(this::deleteUnused);

    /**
     * @param folder for what is unpacked, which is this object's alone
     * @param isUsed whether something has the archive of a SHA-256 in Base64
     */
    public CodeStore(Bucket bucket, Path folder, Predicate<String> isUsed) {
        this.bucket = bucket;
        this.folder = folder;
        this.isUsed = isUsed;
    }

    /**
     * Keeps an archive, and unpacks it.
     *
     * @return ends with the archive where nothing has it by then
     * @throws BadArchiveException if it cannot be unpacked
     */
    public Hold put(Archive archive) throws BadArchiveException {
        if (archive.bytes().length == 0) {
            throw new BadArchiveException("Uploaded file must be a non-empty zip");
        }
        Hold hold = holds.hold(archive.sha256());
        holds.doubt(archive.sha256()); // it goes with its holds where nothing has it by then
        boolean isKept = false;
        try {
            keep(archive);
            isKept = true;
            return hold;
        } finally {
            if (!isKept) {
                hold.close();
            }
        }
    }

    /** Keeps an archive where it is there, as long as it is held: what runs needs its files. */
    public Hold hold(String sha256) {
        return holds.hold(sha256);
    }

    private void keep(Archive archive) throws BadArchiveException {
        String key = archive.key();
        if (!Files.isDirectory(folder.resolve(key))) {
            unpack(archive, key);
        }
        try {
            if (!isKept(archive)) {
                try (Bucket.Upload upload = bucket.write(key + END)) {
                    upload.write(archive.bytes());
                    upload.commit();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an archive is there, undamaged: whoever uploads one again mends it. */
    private boolean isKept(Archive archive) throws IOException {
        String file = archive.key() + END;
        if (bucket.list(file).isEmpty()) {
            return false;
        }
        try (InputStream in = bucket.read(file)) {
            return Arrays.equals(in.readAllBytes(), archive.bytes());
        }
    }

    /**
     * The archive of that SHA-256 in Base64, as it was uploaded.
     *
     * @throws UncheckedIOException if it is not what was uploaded any more
     */
    public byte[] read(String sha256) {
        String file = key(sha256) + END;
        try (InputStream in = bucket.read(file)) {
            Archive archive = new Archive(in.readAllBytes());
            if (!archive.sha256().equals(sha256)) {
                throw new IOException(
                        "The archive of a function's code, "
                                + file
                                + ", is damaged; upload the code again.");
            }
            return archive.bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the archive of that SHA-256 in Base64 is there, and unpacked. */
    public boolean isUnpacked(String sha256) {
        return Files.isDirectory(folder.resolve(key(sha256)));
    }

    /** The folder with the unpacked archive of that SHA-256 in Base64. */
    public Path unpacked(String sha256) {
        Path target = folder.resolve(key(sha256));
        if (!isUnpacked(sha256)) {
            try {
                unpack(new Archive(read(sha256)), key(sha256));
            } catch (BadArchiveException e) {
                throw new IllegalStateException("An archive that was good: " + sha256, e);
            }
        }
        return target;
    }

    /** Deletes an archive that nothing has, at once or when nobody holds it any more. */
    public void forget(String sha256) {
        holds.doubt(sha256);
    }

    /**
     * Deletes the archives that nothing has: a crash came between them and what had them, or was to
     * have them.
     *
     * @param used the SHA-256s in Base64 of those that something has
     */
    public void forgetAllBut(Set<String> used) {
        try {
            for (Bucket.Entry file : bucket.list("")) {
                if (file.key().matches("[0-9a-f]{64}" + END)) {
                    byte[] sha256 = HexFormat.of().parseHex(file.key(), 0, 64);
                    String archive = Base64.getEncoder().encodeToString(sha256);
                    if (!used.contains(archive)) {
                        forget(archive);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteUnused(String sha256) {
        if (!isUsed.test(sha256)) {
            delete(sha256);
        }
    }

    private void delete(String sha256) {
        String key = key(sha256);
        try {
            bucket.delete(key + END);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Folders.deleteAll(folder.resolve(key));
    }

    private static String key(String sha256) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
    }

    /** Into a folder beside, which gets its name when it is whole. */
    private void unpack(Archive archive, String key) throws BadArchiveException {
        String half = HALF + UUID.randomUUID();
        Path target = folder.resolve(half);
        Path file = folder.resolve(half + END);
        try {
            Files.createDirectories(target);
            Files.write(file, archive.bytes());
            try (FileSystem zip =
                    FileSystems.newFileSystem(file, Map.of("enablePosixFileAttributes", true))) {
                for (Path root : zip.getRootDirectories()) {
                    Files.walkFileTree(root, new Unpacking(root, target));
                }
            } catch (ZipError
                    | ProviderNotFoundException
                    | FileSystemAlreadyExistsException
                    | InvalidPathException e) {
                throw new BadArchiveException(UNREADABLE);
            } catch (IOException | IllegalArgumentException e) {
                throw new BadArchiveException(
                        e instanceof TooLargeException ? e.getMessage() : UNREADABLE);
            }
            moveInto(target, folder.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.deleteAll(file);
            Folders.deleteAll(target);
        }
    }

    private static void moveInto(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (IOException e) {
            // Another request unpacked the same archive at the same time.
            if (!Files.isDirectory(to)) {
                throw e;
            }
        }
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("Unzipped size must be smaller than " + UNPACKED_BYTES_MAX + " bytes");
        }
    }

    /** Copies files out of an archive, as long as they are not too large together. */
    private static final class Unpacking extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path target;
        private long left = UNPACKED_BYTES_MAX;

        Unpacking(Path root, Path target) {
            this.root = root;
            this.target = target;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes)
                throws IOException {
            Files.createDirectories(inside(entry));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes)
                throws IOException {
            Path file = inside(entry);
            // What an archive says of its sizes is not believed.
            try (InputStream in = Files.newInputStream(entry);
                    var out = Files.newOutputStream(file)) {
                byte[] buffer = new byte[64 * 1024];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    left -= count;
                    if (left < 0) {
                        throw new TooLargeException();
                    }
                    out.write(buffer, 0, count);
                }
            }
            Files.setPosixFilePermissions(file, permissions(entry));
            return FileVisitResult.CONTINUE;
        }

        private Path inside(Path entry) throws IOException {
            Path path = target.resolve(root.relativize(entry).toString()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("an entry outside of its archive");
            }
            return path;
        }

        private static Set<PosixFilePermission> permissions(Path entry) throws IOException {
            boolean executable =
                    Files.getAttribute(entry, "zip:permissions") instanceof Set<?> given
                            && given.contains(PosixFilePermission.OWNER_EXECUTE);
            return PosixFilePermissions.fromString(executable ? "r-xr-xr-x" : "r--r--r--");
        }
    }
}
