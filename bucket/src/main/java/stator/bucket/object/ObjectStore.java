package stator.bucket.object;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import stator.bucket.MemoryRoom;
import stator.bucket.file.DiskTree;
import stator.bucket.file.FileTree;
import stator.bucket.file.InUse;
import stator.bucket.file.MemoryTree;
import stator.bucket.file.StorePaths;

/**
 * Buckets of objects, on a disk or in memory. Nothing is read or written before it is used.
 * Thread-safe.
 *
 * <p>On a disk, a bucket is a folder, and a file that others put there is an object; so exports can
 * be looked at and files to import can be copied there. What is put as an object lies beside, see
 * {@link StorePaths}.
 */
public final class ObjectStore implements AutoCloseable {
    static final String VERSIONING = "versioning";

    /** Small files are written in less; what is older, nobody writes any more. */
    private static final long UNFINISHED_MILLIS_MAX = TimeUnit.HOURS.toMillis(1);

    private final FileTree files;
    private final Optional<Path> directory;
    private final Clock clock;
    private final RandomGenerator random;
    private final InUse use;
    private final Map<String, ObjectBucket> open = new ConcurrentHashMap<>();

    private ObjectStore(
            FileTree files, Optional<Path> directory, Clock clock, RandomGenerator random) {
        this.files = files;
        this.directory = directory;
        this.clock = clock;
        this.random = random;
        use = new InUse(files);
    }

    /**
     * @param directory made when something is put in
     * @param durable whether what is written must survive a crash of the machine
     * @param random for the names of versions and uploads
     */
    public static ObjectStore onDisk(
            Path directory, boolean durable, Clock clock, RandomGenerator random) {
        return new ObjectStore(
                new DiskTree(directory, durable), Optional.of(directory), clock, random);
    }

    /**
     * @param room that all objects take, which others may share
     */
    public static ObjectStore inMemory(MemoryRoom room, Clock clock, RandomGenerator random) {
        return new ObjectStore(new MemoryTree(room), Optional.empty(), clock, random);
    }

    /** Where files of others are objects; empty in memory. */
    Optional<Path> directory() {
        return directory;
    }

    /** The names of all buckets, in their order. */
    public List<String> names() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (FileTree.Child child : files.children("")) {
            if (child.folder() && isName(child.name())) {
                names.add(child.name());
            }
        }
        return new ArrayList<>(names);
    }

    /** Whether a bucket can have a name here; S3 has stricter rules. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.charAt(0) != '.'
                && name.length() <= 255
                && name.chars()
                        .allMatch(c ->
                                c >= 'a' && c <= 'z'
                                        || c >= 'A' && c <= 'Z'
                                        || c >= '0' && c <= '9'
                                        || c == '.'
                                        || c == '-'
                                        || c == '_');
    }

    /** A bucket that is there. */
    public Optional<ObjectBucket> find(String name) throws IOException {
        if (!isName(name) || !files.isFolder(name)) {
            return Optional.empty();
        }
        ObjectBucket known = open.get(name);
        return known == null ? open(name) : Optional.of(known);
    }

    /** One that was deleted meanwhile is not opened again. */
    private synchronized Optional<ObjectBucket> open(String name) throws IOException {
        ObjectBucket known = open.get(name);
        if (known == null && files.isFolder(name)) {
            known = new ObjectBucket(files, use, name, clock, random, versioning(name));
            open.put(name, known);
        }
        return Optional.ofNullable(known);
    }

    private ObjectBucket.Versioning versioning(String name) throws IOException {
        return new BucketSettings(files, name)
                .find(VERSIONING)
                .map(text -> ObjectBucket.Versioning.valueOf(new String(text)))
                .orElse(ObjectBucket.Versioning.NEVER);
    }

    /** What was said of a bucket when it was made; nothing if it is a folder that others made. */
    public Map<String, String> info(String name) throws IOException {
        String path = StorePaths.info(name);
        Optional<byte[]> info = files.read(path);
        return info.isEmpty() ? Map.of() : FieldFile.decoded(info.get(), path).fields();
    }

    /**
     * Makes a bucket.
     *
     * @return false if it is there
     */
    public synchronized boolean make(String name, Map<String, String> info) throws IOException {
        if (!isName(name)) {
            throw new IOException("'" + name + "' cannot be a bucket");
        }
        if (files.isFolder(name)) {
            return false;
        }
        open.remove(name);
        files.deleteFolder(StorePaths.bucket(name));
        files.place(
                StorePaths.info(name), new FieldFile(new TreeMap<>(info), new byte[0]).encoded());
        files.makeFolder(name);
        return true;
    }

    /**
     * Deletes a bucket if it is empty.
     *
     * @return whether it was
     */
    public synchronized boolean delete(ObjectBucket bucket) throws IOException {
        if (!bucket.deleteIfEmpty()) {
            return false;
        }
        open.remove(bucket.name());
        return true;
    }

    // What a crash leaves.

    /** Whether a process before this one could not end well, and nobody has cleaned up since. */
    public boolean mayHaveLeftovers() throws IOException {
        return use.mayHaveLeftovers();
    }

    /**
     * Deletes files that belong to no object. The store can be used meanwhile. What was being
     * written a short time ago may be written still, by another process: that is for the next time.
     *
     * @return how many there were
     */
    public int deleteLeftovers() throws IOException {
        int deleted = 0;
        for (String name : names()) {
            Optional<ObjectBucket> bucket = find(name);
            if (bucket.isPresent()) {
                deleted += new Leftovers(files, bucket.get()).delete();
            }
        }
        deleted += finishDeletions();
        long old = TimeUnit.MILLISECONDS.toMicros(clock.millis() - UNFINISHED_MILLIS_MAX);
        boolean all = true;
        for (FileTree.Child child : files.children(StorePaths.UNFINISHED)) {
            String path = StorePaths.UNFINISHED + "/" + child.name();
            Optional<FileTree.Facts> facts = files.facts(path);
            if (facts.isPresent() && facts.get().modifiedMicros() >= old) {
                all = false;
            } else {
                deleted += files.delete(path) ? 1 : 0;
            }
        }
        if (all) {
            use.cleaned();
        }
        return deleted;
    }

    /** Deletes what is left of buckets that are gone. */
    private synchronized int finishDeletions() throws IOException {
        int deleted = 0;
        for (FileTree.Child child : files.children(StorePaths.BUCKETS)) {
            if (!files.isFolder(child.name())) {
                files.deleteFolder(StorePaths.bucket(child.name()));
                deleted++;
            }
        }
        return deleted;
    }

    /** Says that this process ended well. */
    @Override
    public void close() throws IOException {
        use.end();
    }
}
