package stator.bucket.object;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import stator.bucket.NoSuchBucketException;
import stator.bucket.file.FileTree;
import stator.bucket.file.InUse;
import stator.bucket.file.NewFiles;
import stator.bucket.file.StorePaths;
import stator.bucket.key.KeyPath;

/**
 * A bucket: its objects with all their versions, what is configured of it, and uploads in parts.
 * Thread-safe. What a method has changed is durable when it returns; after a crash each object is
 * there as a whole, old or new.
 */
public final class ObjectBucket {
    private static final int LOCKS = 64;

    /** Whether a put replaces the object or is another version of it. */
    public enum Versioning {
        /** It was never asked for versions. */
        NEVER,
        /** Each put is a version. */
        ENABLED,
        /** Versions stay; what is written now has the id {@link ObjectVersion#NULL}. */
        SUSPENDED
    }

    /** What must be true of the current object when another takes its place. */
    @FunctionalInterface
    public interface Guard {
        /** Anything will do. */
        Guard NONE = current -> {};

        /** Throws if the object may not be changed. A marker counts as no object. */
        void check(Optional<ObjectVersion> current);
    }

    private final FileTree files;
    private final NewFiles newFiles;
    private final InUse use;
    private final String name;
    private final Clock clock;
    private final RandomGenerator random;
    private final BucketSettings settings;
    private final KeyVersions versions;
    private final Pins pins;
    private final Uploads uploads;

    /** Those who change something share it; who deletes the bucket has it alone. */
    private final ReadWriteLock life = new ReentrantReadWriteLock();

    private final List<Lock> locks =
            Stream.generate(() -> (Lock) new ReentrantLock()).limit(LOCKS).toList();

    private volatile Versioning versioning;
    private volatile boolean deleted;

    ObjectBucket(
            FileTree files,
            InUse use,
            String name,
            Clock clock,
            RandomGenerator random,
            Versioning versioning) {
        this.files = files;
        this.use = use;
        this.name = name;
        this.clock = clock;
        this.random = random;
        this.versioning = versioning;
        newFiles = new NewFiles(files, use);
        settings = new BucketSettings(files, name);
        pins = new Pins(blob -> files.delete(StorePaths.bytes(name, blob.id())));
        versions = new KeyVersions(files, name, pins, this::newContent);
        uploads = new Uploads(this, files);
    }

    public String name() {
        return name;
    }

    public Uploads uploads() {
        return uploads;
    }

    // What is configured.

    /** Something that is configured of the bucket; not to be changed. */
    public Optional<byte[]> configuration(String what) throws IOException {
        return settings.find(what);
    }

    /** Configures something. */
    public void configure(String what, byte[] value) throws IOException {
        changing(() -> {
            settings.place(what, value);
            return null;
        });
    }

    /** Takes back what was configured. */
    public void unconfigure(String what) throws IOException {
        changing(() -> {
            settings.delete(what);
            return null;
        });
    }

    /** The names of what is configured. */
    public List<String> configurations() throws IOException {
        return settings.names();
    }

    public Versioning versioning() {
        return versioning;
    }

    /** Says whether puts make versions from now on. */
    public void setVersioning(Versioning wanted) throws IOException {
        changing(() -> {
            settings.place(ObjectStore.VERSIONING, wanted.name().getBytes());
            versioning = wanted;
            return null;
        });
    }

    // Writing.

    @FunctionalInterface
    interface Change<T> {
        T run() throws IOException;
    }

    /** Changes something of a bucket that is there. */
    <T> T changing(Change<T> change) throws IOException {
        life.readLock().lock();
        try {
            if (deleted) {
                throw new NoSuchBucketException();
            }
            use.begin();
            return change.run();
        } finally {
            life.readLock().unlock();
        }
    }

    private <T> T changing(String key, Change<T> change) throws IOException {
        return changing(() -> locked(key, change));
    }

    private <T> T locked(String key, Change<T> change) throws IOException {
        Lock lock = locks.get(Math.floorMod(key.hashCode(), LOCKS));
        lock.lock();
        try {
            return change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Begins to take the bytes of an object. */
    public NewContent newContent() {
        return newContent(true);
    }

    NewContent newContent(boolean mayBeInline) {
        String blob = newId();
        return new NewContent(newFiles, StorePaths.bytes(name, blob), blob, mayBeInline);
    }

    String newId() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    long nowMicros() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /**
     * Puts an object.
     *
     * @param bytes that are finished
     * @return the version that is there now
     */
    public ObjectVersion put(
            String key, NewContent bytes, String etag, Map<String, String> attributes, Guard guard)
            throws IOException {
        ObjectVersion put = put(key, bytes.content(), etag, attributes, guard);
        bytes.keep();
        return put;
    }

    ObjectVersion put(
            String key, Content content, String etag, Map<String, String> attributes, Guard guard)
            throws IOException {
        return changing(
                key,
                () -> {
                    Optional<ObjectVersion> current = versions.current(key, versioning);
                    guard.check(current.filter(version -> !version.marker()));
                    return versions.replace(
                            current, next(current, key, false, etag, content, attributes));
                });
    }

    /**
     * Deletes the object under a key: it is gone, or a marker says so if there are versions.
     *
     * @return the marker, if there is one
     */
    public Optional<ObjectVersion> delete(String key, Guard guard) throws IOException {
        return changing(
                key,
                () -> {
                    Optional<ObjectVersion> current = versions.current(key, versioning);
                    guard.check(current.filter(version -> !version.marker()));
                    if (versioning == Versioning.NEVER) {
                        if (current.isPresent()) {
                            versions.removeCurrent(current.get());
                        }
                        return Optional.empty();
                    }
                    ObjectVersion marker = next(current, key, true, "", Content.EMPTY, Map.of());
                    return Optional.of(versions.replace(current, marker));
                });
    }

    /**
     * Deletes one version for good.
     *
     * @return what it was, if it was there
     */
    public Optional<ObjectVersion> delete(String key, String id, Guard guard) throws IOException {
        return changing(
                key,
                () -> {
                    Optional<ObjectVersion> current = versions.current(key, versioning);
                    guard.check(current.filter(version -> !version.marker()));
                    if (current.isEmpty() || !current.get().id().equals(id)) {
                        return versions.removeOther(key, id);
                    }
                    versions.removeCurrent(current.get());
                    return current;
                });
    }

    /**
     * Deletes a version for good, if it is still as it was seen.
     *
     * @return whether it was
     */
    public boolean deleteIfSame(ObjectVersion seen) throws IOException {
        return changing(
                seen.key(),
                () -> {
                    Optional<ObjectVersion> current = versions.current(seen.key(), versioning);
                    if (current.filter(seen::isSame).isPresent()) {
                        versions.removeCurrent(current.get());
                        return true;
                    }
                    boolean there = find(seen.key(), seen.id()).filter(seen::isSame).isPresent();
                    return there && versions.removeOther(seen.key(), seen.id()).isPresent();
                });
    }

    /**
     * Changes the attributes of a version.
     *
     * @param id empty for the current one
     * @return the version as it is now, if it is there
     */
    public Optional<ObjectVersion> change(
            String key, String id, UnaryOperator<Map<String, String>> attributes)
            throws IOException {
        return changing(
                key,
                () -> {
                    Optional<ObjectVersion> found = find(key, id);
                    if (found.isEmpty() || found.get().marker()) {
                        return found;
                    }
                    ObjectVersion changed =
                            found.get().with(attributes.apply(found.get().attributes()));
                    return Optional.of(versions.change(changed));
                });
    }

    private ObjectVersion next(
            Optional<ObjectVersion> current,
            String key,
            boolean marker,
            String etag,
            Content content,
            Map<String, String> attributes) {
        return new ObjectVersion(
                key,
                versioning == Versioning.ENABLED ? newId() : ObjectVersion.NULL,
                Math.max(nowMicros(), current.map(ObjectVersion::micros).orElse(0L) + 1),
                marker,
                etag,
                content,
                attributes);
    }

    // Reading.

    /**
     * A version, which may be a marker.
     *
     * @param id empty for the current one
     */
    public Optional<ObjectVersion> find(String key, String id) throws IOException {
        Optional<ObjectVersion> found = versions.find(key, id, versioning);
        // One that was not met may have been on its way from one place to another.
        return found.isPresent() ? found : locked(key, () -> versions.find(key, id, versioning));
    }

    /**
     * Finds a version in order to read it. The caller closes it, or the stream that it gave.
     *
     * @param id empty for the current one
     */
    public Optional<FoundObject> open(String key, String id) throws IOException {
        return locked(key, () -> find(key, id).map(versions::open));
    }

    /** Through the objects in the order of their keys. */
    public ObjectWalk walk(String prefix, String after) throws IOException {
        String ordered = KeyPath.ordered(prefix);
        String start = KeyPath.ordered(after);
        return versions.walk(this, ordered, start);
    }

    /** All versions of what is under a key, markers too, the newest first. */
    public List<ObjectVersion> versions(String key) throws IOException {
        return locked(key, () -> versions.all(key, versioning));
    }

    /** Whether there is no object in it, and no version of one. */
    public boolean isEmpty() throws IOException {
        return walk("", "").nextKey().isEmpty();
    }

    /** Takes what others put under a key for the object there. */
    void yieldToForeign(String key) throws IOException {
        changing(
                key,
                () -> {
                    versions.removeRecord(key);
                    return null;
                });
    }

    Pins pins() {
        return pins;
    }

    NewFiles newFiles() {
        return newFiles;
    }

    /**
     * Deletes the bucket if it is empty.
     *
     * @return whether it was
     */
    boolean deleteIfEmpty() throws IOException {
        life.writeLock().lock();
        try {
            if (!isEmpty()) {
                return false;
            }
            deleted = true;
            files.deleteFolder(name);
            files.deleteFolder(StorePaths.bucket(name));
            versions.close();
            return true;
        } finally {
            life.writeLock().unlock();
        }
    }
}
