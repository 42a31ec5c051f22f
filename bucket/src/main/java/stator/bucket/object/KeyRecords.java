package stator.bucket.object;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.bucket.file.FileTree;
import stator.bucket.file.StorePaths;
import stator.bucket.key.KeyIndex;
import stator.bucket.key.KeyPath;
import stator.bucket.key.KeySorter;
import stator.bucket.key.KeySource;
import stator.bucket.key.KeyWalk;
import stator.bucket.key.LargeFolderException;

/**
 * The records of the objects of one bucket: of each key that of the current version, and beside it
 * those of the others. Whoever changes those of a key holds the lock of the key.
 *
 * <p>Each change is one file that gets its name, so a crash leaves what was before or what is
 * after. Between setting a current version aside and writing the next one, there is none: then the
 * newest of the others is the current one.
 */
final class KeyRecords {
    /** So many names are read and sorted for a page. */
    private static final int FOLDER_NAMES_MAX = 4_096;

    private final FileTree files;
    private final String root;

    /** Null until a folder was met that has more. */
    private volatile KeyIndex index;

    private boolean isReady;

    KeyRecords(FileTree files, String bucket) {
        this.files = files;
        this.root = StorePaths.keys(bucket);
    }

    private String current(String key) {
        return root + "/" + KeyPath.of(key) + KeyPath.CURRENT;
    }

    private String versions(String key) {
        return root + "/" + KeyPath.of(key) + KeyPath.VERSIONS;
    }

    /** Versions of a key lie in their order. */
    private String path(ObjectVersion version) {
        return versions(version.key()) + "/" + "%016x-%s".formatted(version.micros(), version.id());
    }

    /** The current version, which may be a marker. */
    Optional<ObjectVersion> current(String key, boolean mayHaveVersions) throws IOException {
        Optional<ObjectVersion> current = read(current(key));
        if (current.isPresent() || !mayHaveVersions) {
            return current;
        }
        List<ObjectVersion> others = others(key);
        return others.isEmpty() ? Optional.empty() : Optional.of(others.getFirst());
    }

    private Optional<ObjectVersion> read(String path) throws IOException {
        Optional<byte[]> bytes = files.read(path);
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(ObjectVersion.decoded(bytes.get(), path));
    }

    /** The versions that were set aside, the newest first. */
    List<ObjectVersion> others(String key) throws IOException {
        String folder = versions(key);
        List<String> names =
                files.children(folder).stream()
                        .map(FileTree.Child::name)
                        .sorted(Comparator.reverseOrder())
                        .toList();
        List<ObjectVersion> others = new ArrayList<>();
        for (String name : names) {
            read(folder + "/" + name).ifPresent(others::add);
        }
        return others;
    }

    /** A version that was set aside. */
    Optional<ObjectVersion> other(String key, String id) throws IOException {
        String folder = versions(key);
        for (FileTree.Child child : files.children(folder)) {
            if (child.name().endsWith("-" + id)) {
                return read(folder + "/" + child.name());
            }
        }
        return Optional.empty();
    }

    /** Writes the current version in the place of the one before. */
    void place(ObjectVersion version) throws IOException {
        files.place(current(version.key()), version.encoded());
        note(version.key(), true);
    }

    /** Sets a current version aside, so that another can take its place. */
    void setAside(ObjectVersion version) throws IOException {
        if (files.facts(current(version.key())).isPresent()) {
            files.move(current(version.key()), path(version));
        }
    }

    /** Writes a version that is not the current one. */
    void placeAside(ObjectVersion version) throws IOException {
        files.place(path(version), version.encoded());
        note(version.key(), true);
    }

    /** Writes new attributes of a version, wherever it is. */
    void replace(ObjectVersion version) throws IOException {
        boolean aside = files.facts(path(version)).isPresent();
        files.place(aside ? path(version) : current(version.key()), version.encoded());
    }

    void removeCurrent(ObjectVersion version) throws IOException {
        List<ObjectVersion> others = others(version.key());
        if (!others.isEmpty() && !others.getFirst().id().equals(version.id())) {
            files.move(path(others.getFirst()), current(version.key()));
            return;
        }
        files.delete(current(version.key()));
        removeOther(version);
    }

    void removeOther(ObjectVersion version) throws IOException {
        files.delete(path(version));
        noteIfGone(version.key());
    }

    // Keys in their order.

    /** The keys that have a record. */
    KeySource walk(String prefix, String after) throws IOException {
        return new RecordWalk(this, prefix, after);
    }

    /** The same by folders; {@link LargeFolderException} comes where one has too many names. */
    KeyWalk folders(String prefix, String after) throws IOException {
        return new KeyWalk(this::open, new KeyWalk.Node("", root, true), prefix, after);
    }

    private List<KeyWalk.Node> open(KeyWalk.Node folder) throws IOException {
        Map<String, KeyWalk.Node> nodes = new LinkedHashMap<>();
        boolean all =
                files.names(
                        folder.path(),
                        name -> {
                            node(folder, name)
                                    .ifPresent(
                                            node -> nodes.put(node.text() + node.folder(), node));
                            return nodes.size() <= FOLDER_NAMES_MAX;
                        });
        if (!all) {
            throw new LargeFolderException();
        }
        return List.copyOf(nodes.values());
    }

    private static Optional<KeyWalk.Node> node(KeyWalk.Node folder, String name) {
        int mark = name.lastIndexOf('~');
        if (mark < 0) {
            return Optional.empty();
        }
        String text = folder.text() + KeyPath.part(name.substring(0, mark));
        String path = folder.path() + "/" + name;
        return switch (name.substring(mark)) {
            case KeyPath.FOLDER -> Optional.of(new KeyWalk.Node(text + "/", path, true));
            case KeyPath.LONGER -> Optional.of(new KeyWalk.Node(text, path, true));
            case KeyPath.CURRENT, KeyPath.VERSIONS ->
                    Optional.of(new KeyWalk.Node(text, "", false));
            default -> Optional.empty(); // nothing of ours
        };
    }

    /** Whether the keys are looked up in an index. */
    boolean isIndexed() {
        return index != null;
    }

    /** The index, which is made when it is asked for first. */
    synchronized KeyIndex index() throws IOException {
        if (!isReady) {
            index = new KeyIndex(files);
            try (KeySorter sorter = new KeySorter(files)) {
                addAll(new KeyWalk.Node("", root, true), sorter);
                index.begin(sorter.sorted());
                isReady = true;
            } finally {
                index = isReady ? index : null;
            }
        }
        return index;
    }

    private void addAll(KeyWalk.Node folder, KeySorter sorter) throws IOException {
        List<KeyWalk.Node> folders = new ArrayList<>();
        files.names(
                folder.path(),
                name -> {
                    Optional<KeyWalk.Node> node = node(folder, name);
                    if (node.isPresent() && node.get().folder()) {
                        folders.add(node.get());
                    } else if (node.isPresent()) {
                        sorter.add(node.get().text());
                    }
                    return true;
                });
        for (KeyWalk.Node each : folders) {
            addAll(each, sorter);
        }
    }

    private void note(String key, boolean there) {
        KeyIndex noting = index;
        if (noting != null) {
            noting.note(KeyPath.ordered(key), there);
        }
    }

    private void noteIfGone(String key) throws IOException {
        if (index != null
                && files.facts(current(key)).isEmpty()
                && files.children(versions(key)).isEmpty()) {
            note(key, false);
        }
    }

    /** Gives back what the index has. The bucket is gone. */
    void close() throws IOException {
        KeyIndex last = index;
        if (last != null) {
            last.close();
        }
    }
}
