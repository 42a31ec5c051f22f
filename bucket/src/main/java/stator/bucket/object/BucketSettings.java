package stator.bucket.object;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.bucket.file.FileTree;
import stator.bucket.file.StorePaths;

/**
 * What is configured of a bucket: a document under each name. What was read once stays in memory,
 * since nearly every request asks for the policy. Thread-safe.
 */
final class BucketSettings {
    private final FileTree files;
    private final String folder;

    /** Under the lock of this. */
    private final Map<String, Optional<byte[]>> known = new HashMap<>();

    BucketSettings(FileTree files, String bucket) {
        this.files = files;
        folder = StorePaths.settings(bucket);
    }

    private String path(String name) {
        return folder + "/" + name;
    }

    synchronized Optional<byte[]> find(String name) throws IOException {
        Optional<byte[]> value = known.get(name);
        if (value == null) {
            value = files.read(path(name));
            known.put(name, value);
        }
        return value;
    }

    synchronized void place(String name, byte[] value) throws IOException {
        files.place(path(name), value);
        known.put(name, Optional.of(value));
    }

    synchronized void delete(String name) throws IOException {
        files.delete(path(name));
        known.put(name, Optional.empty());
    }

    List<String> names() throws IOException {
        return files.children(folder).stream().map(FileTree.Child::name).sorted().toList();
    }
}
