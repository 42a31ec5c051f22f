package stator.bucket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Buckets that are the folders of one directory. */
public final class DirectoryBuckets implements Buckets {
    private final Path directory;

    public DirectoryBuckets(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public Optional<Bucket> find(String name) throws IOException {
        Path folder = folder(name);
        return Files.isDirectory(folder)
                ? Optional.of(DirectoryBucket.of(folder))
                : Optional.empty();
    }

    @Override
    public Bucket make(String name) throws IOException {
        return DirectoryBucket.of(Files.createDirectories(folder(name)));
    }

    private Path folder(String name) throws IOException {
        try {
            Path folder = directory.resolve(name).normalize();
            if (directory.equals(folder.getParent())) {
                return folder;
            }
        } catch (InvalidPathException e) {
            // Told like any other name that cannot be one.
        }
        throw new IOException("'" + name + "' cannot be a folder in " + directory);
    }
}
