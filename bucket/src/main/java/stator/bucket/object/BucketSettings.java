package stator.bucket.object;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.bucket.file.FileTree;
import stator.bucket.file.StorePaths;

/**
 * What is configured of a bucket: a document under each name, in a {@link FieldFile} for the sake
 * of its checksum, since a policy with one other letter may be a policy, too. What was read once
 * stays in memory, since nearly every request asks for the policy. Thread-safe.
 */
final class BucketSettings {
    private static final Set<String> BARE_WORDS = Set.of("NEVER", "ENABLED", "SUSPENDED");

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
            value = read(name);
            known.put(name, value);
        }
        return value;
    }

    private Optional<byte[]> read(String name) throws IOException {
        Optional<byte[]> file = files.read(path(name));
        if (file.isEmpty() || isBare(file.get())) {
            return file;
        }
        return Optional.of(FieldFile.decoded(file.get(), path(name)).rest());
    }

    /**
     * Settings were kept without a checksum once: XML, JSON, or one of some words. A brace is one
     * bit from the letter that a {@link FieldFile} begins with.
     */
    private static boolean isBare(byte[] file) {
        String text = new String(file, StandardCharsets.US_ASCII);
        return BARE_WORDS.contains(text)
                || text.startsWith("<")
                || text.startsWith("{") && !text.startsWith(FieldFile.NAME.substring(1), 1);
    }

    synchronized void place(String name, byte[] value) throws IOException {
        files.place(path(name), new FieldFile(Map.of(), value).encoded());
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
