package stator.bucket.file;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of bytes that are being written. No object has them yet, and yet nobody may take them
 * for leftovers. Thread-safe.
 */
public final class NewFiles {
    private final FileTree files;
    private final InUse use;
    private final Set<String> blobs = ConcurrentHashMap.newKeySet();

    public NewFiles(FileTree files, InUse use) {
        this.files = files;
        this.use = use;
    }

    /**
     * Begins a file.
     *
     * @param blob its name, which nobody else uses
     */
    public FileTree.NewFile create(String path, String blob) throws IOException {
        use.begin();
        blobs.add(blob);
        return files.create(path);
    }

    /** An object has the file now, or it is gone. */
    public void end(String blob) {
        blobs.remove(blob);
    }

    /** Whether a file is being written. */
    public boolean has(String blob) {
        return blobs.contains(blob);
    }

    public void delete(String path) throws IOException {
        files.delete(path);
    }
}
