package stator.bucket.object;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import stator.bucket.file.FileTree;
import stator.bucket.file.StorePaths;
import stator.bucket.key.KeyPath;

/**
 * The uploads in parts of a bucket. The bytes of a part are a file, which becomes a file of the
 * object when the upload is completed; nothing is copied. Thread-safe.
 *
 * <p>Completing one puts the object and then ends the upload, and a crash may come between. Then
 * the bytes of the parts are the object's, and whoever took them for the upload's would delete
 * them. So the head of an upload gets another name before the object is put. Only of an upload
 * whose head has that name, all versions of the key are read, to find out how far it came.
 */
public final class Uploads {
    private static final String HEAD = "upload";

    /** What the head is called from the moment on when there may be an object. */
    private static final String COMPLETING_HEAD = "completing";

    private static final int LOCKS = 64;

    private final ObjectBucket bucket;
    private final FileTree files;

    /** An upload is changed by one at a time; which of these it is, its id says. */
    private final List<Lock> locks =
            Stream.generate(() -> (Lock) new ReentrantLock()).limit(LOCKS).toList();

    /** What an object is to be made of: some parts, in their order. */
    public record Whole(List<ObjectVersion> parts, String etag, Map<String, String> attributes) {
        public Whole {
            parts = List.copyOf(parts);
            attributes = Map.copyOf(attributes);
        }

        private Content content() {
            return new Content.Blobs(
                    parts.stream().flatMap(part -> part.content().blobs().stream()).toList());
        }
    }

    /** Chooses parts of those that are there. */
    @FunctionalInterface
    public interface Choice {
        /** Throws if they will not do; changes nothing. */
        Whole of(List<ObjectVersion> parts);
    }

    Uploads(ObjectBucket bucket, FileTree files) {
        this.bucket = bucket;
        this.files = files;
    }

    private String folder(String id) {
        return StorePaths.uploads(bucket.name()) + "/" + id;
    }

    private static boolean isId(String id) {
        return id.length() == 32
                && id.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    /** Begins an upload. */
    public Upload begin(String key, Map<String, String> attributes) throws IOException {
        Upload upload = new Upload(bucket.newId(), key, bucket.nowMicros(), attributes);
        ObjectVersion head =
                new ObjectVersion(
                        key, upload.id(), upload.micros(), false, "", Content.EMPTY, attributes);
        return bucket.changing(() -> {
            files.place(folder(upload.id()) + "/" + HEAD, head.encoded());
            return upload;
        });
    }

    /** An upload that is under way. */
    public Optional<Upload> find(String id) throws IOException {
        if (!isId(id)) {
            return Optional.empty();
        }
        // In this order: the name changes once, and never back.
        Optional<Upload> found = find(id, HEAD);
        return found.isPresent() ? found : find(id, COMPLETING_HEAD);
    }

    private Optional<Upload> find(String id, String head) throws IOException {
        return read(folder(id) + "/" + head)
                .map(read -> new Upload(id, read.key(), read.micros(), read.attributes()));
    }

    private Optional<ObjectVersion> read(String path) throws IOException {
        Optional<byte[]> bytes = files.read(path);
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(ObjectVersion.decoded(bytes.get(), path));
    }

    /** All that are under way, by key, and of one key the oldest first. */
    public List<Upload> all() throws IOException {
        List<Upload> all = new ArrayList<>();
        for (FileTree.Child child : files.children(StorePaths.uploads(bucket.name()))) {
            find(child.name()).ifPresent(all::add);
        }
        all.sort(
                Comparator.comparing((Upload upload) -> KeyPath.ordered(upload.key()))
                        .thenComparing(Upload::micros));
        return all;
    }

    /** Deletes the records of parts whose upload has ended: a crash came between them and it. */
    void deleteEnded() throws IOException {
        for (FileTree.Child child : files.children(StorePaths.uploads(bucket.name()))) {
            String id = child.name();
            if (isId(id) && find(id).isEmpty()) {
                files.deleteFolder(folder(id));
            }
        }
    }

    /** Begins to take the bytes of a part. */
    public NewContent newPart() {
        return bucket.newContent(false);
    }

    private <T> T locked(String id, ObjectBucket.Change<T> change) throws IOException {
        Lock lock = locks.get(Math.floorMod(id.hashCode(), LOCKS));
        lock.lock();
        try {
            return bucket.changing(change);
        } finally {
            lock.unlock();
        }
    }

    private String part(String id, int number) {
        return folder(id) + "/" + "%05d".formatted(number);
    }

    /**
     * Puts a part, in the place of one with the same number.
     *
     * @return the part, whose id is its number; empty if the upload has ended
     */
    public Optional<ObjectVersion> put(
            Upload upload,
            int number,
            NewContent bytes,
            String etag,
            Map<String, String> attributes)
            throws IOException {
        return locked(
                upload.id(),
                () -> {
                    if (!isUnderWay(upload)) {
                        return Optional.empty();
                    }
                    Optional<ObjectVersion> before = read(part(upload.id(), number));
                    ObjectVersion part =
                            new ObjectVersion(
                                    upload.key(),
                                    Integer.toString(number),
                                    bucket.nowMicros(),
                                    false,
                                    etag,
                                    bytes.content(),
                                    attributes);
                    files.place(part(upload.id(), number), part.encoded());
                    bytes.keep();
                    if (before.isPresent()) {
                        bucket.pins().delete(before.get().content().blobs());
                    }
                    return Optional.of(part);
                });
    }

    /** The parts that are there, in the order of their numbers. */
    public List<ObjectVersion> parts(Upload upload) throws IOException {
        List<ObjectVersion> parts = new ArrayList<>();
        List<String> names =
                files.children(folder(upload.id())).stream()
                        .map(FileTree.Child::name)
                        .filter(name -> !name.equals(HEAD) && !name.equals(COMPLETING_HEAD))
                        .sorted()
                        .toList();
        for (String name : names) {
            read(folder(upload.id()) + "/" + name).ifPresent(parts::add);
        }
        return parts;
    }

    /**
     * Makes an object of some of the parts, and ends the upload. They are chosen when nobody can
     * put another in the place of one.
     *
     * @return the object; empty if the upload has ended
     */
    public Optional<ObjectVersion> complete(Upload upload, Choice choice, ObjectBucket.Guard guard)
            throws IOException {
        return locked(
                upload.id(),
                () -> {
                    if (find(upload.id()).isEmpty()) {
                        return Optional.empty();
                    }
                    Whole whole = choice.of(parts(upload));
                    Optional<ObjectVersion> before = completed(upload);
                    if (!isUnderWay(upload)) {
                        return before;
                    }
                    if (!isCompleting(upload)) {
                        files.move(
                                folder(upload.id()) + "/" + HEAD,
                                folder(upload.id()) + "/" + COMPLETING_HEAD);
                    }
                    ObjectVersion object =
                            bucket.put(
                                    upload.key(),
                                    whole.content(),
                                    whole.etag(),
                                    whole.attributes(),
                                    guard);
                    end(upload, Optional.of(object));
                    return Optional.of(object);
                });
    }

    /**
     * Ends an upload without an object.
     *
     * @return whether it was under way
     */
    public boolean abort(Upload upload) throws IOException {
        return locked(
                upload.id(),
                () -> {
                    if (!isUnderWay(upload)) {
                        return false;
                    }
                    end(upload, Optional.empty());
                    return true;
                });
    }

    /** Whether an upload has not ended. One whose object was put, ends now if it had not. */
    private boolean isUnderWay(Upload upload) throws IOException {
        if (find(upload.id()).isEmpty()) {
            return false;
        }
        Optional<ObjectVersion> object = completed(upload);
        if (object.isEmpty() && hasItsBytes(upload)) {
            return true;
        }
        end(upload, object);
        return false;
    }

    /** Whether a completion was begun, and its end has not come, or not come yet. */
    private boolean isCompleting(Upload upload) throws IOException {
        return files.facts(folder(upload.id()) + "/" + COMPLETING_HEAD).isPresent();
    }

    /** What an upload was completed to before a crash: the one version that has bytes of it. */
    private Optional<ObjectVersion> completed(Upload upload) throws IOException {
        if (!isCompleting(upload)) {
            return Optional.empty();
        }
        Set<Blob> blobs = new HashSet<>(blobs(upload));
        return bucket.versions(upload.key()).stream()
                .filter(version -> version.content().blobs().stream().anyMatch(blobs::contains))
                .findFirst();
    }

    /** Whether nobody has deleted the object to which it was completed before a crash. */
    private boolean hasItsBytes(Upload upload) throws IOException {
        if (!isCompleting(upload)) {
            return true;
        }
        for (Blob blob : blobs(upload)) {
            if (files.facts(StorePaths.bytes(bucket.name(), blob.id())).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private List<Blob> blobs(Upload upload) throws IOException {
        return parts(upload).stream().flatMap(part -> part.content().blobs().stream()).toList();
    }

    /** Deletes what the object that was made of it does not have. */
    private void end(Upload upload, Optional<ObjectVersion> object) throws IOException {
        Set<Blob> unused = new HashSet<>(blobs(upload));
        object.ifPresent(made -> made.content().blobs().forEach(unused::remove));
        files.deleteFolder(folder(upload.id()));
        bucket.pins().delete(List.copyOf(unused));
    }
}
