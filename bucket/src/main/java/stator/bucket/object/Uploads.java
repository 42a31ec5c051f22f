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
 */
public final class Uploads {
    private static final String HEAD = "upload";
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
        String path = folder(id) + "/" + HEAD;
        Optional<byte[]> head = files.read(path);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        ObjectVersion read = ObjectVersion.decoded(head.get(), path);
        return Optional.of(new Upload(id, read.key(), read.micros(), read.attributes()));
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
                    if (find(upload.id()).isEmpty()) {
                        return Optional.empty();
                    }
                    Optional<ObjectVersion> before = part(upload, number);
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

    private Optional<ObjectVersion> part(Upload upload, int number) throws IOException {
        String path = part(upload.id(), number);
        Optional<byte[]> bytes = files.read(path);
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(ObjectVersion.decoded(bytes.get(), path));
    }

    /** The parts that are there, in the order of their numbers. */
    public List<ObjectVersion> parts(Upload upload) throws IOException {
        List<ObjectVersion> parts = new ArrayList<>();
        List<String> names =
                files.children(folder(upload.id())).stream()
                        .map(FileTree.Child::name)
                        .filter(name -> !name.equals(HEAD))
                        .sorted()
                        .toList();
        for (String name : names) {
            part(upload, Integer.parseInt(name)).ifPresent(parts::add);
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
                    Optional<ObjectVersion> before = completed(upload, whole.content());
                    ObjectVersion object =
                            before.isPresent()
                                    ? before.get()
                                    : bucket.put(
                                            upload.key(),
                                            whole.content(),
                                            whole.etag(),
                                            whole.attributes(),
                                            guard);
                    end(upload);
                    return Optional.of(object);
                });
    }

    /**
     * What the upload was completed to, if a crash came before its end. Put once more, the object
     * would take its own place, and its bytes would be deleted as those of the one before.
     */
    private Optional<ObjectVersion> completed(Upload upload, Content content) throws IOException {
        return bucket.versions(upload.key()).stream()
                .filter(version -> version.content().equals(content))
                .findFirst();
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
                    if (find(upload.id()).isEmpty()) {
                        return false;
                    }
                    end(upload);
                    return true;
                });
    }

    /**
     * Deletes what no object has. A crash may have come between a completion and its end, so that
     * is not taken for granted.
     */
    private void end(Upload upload) throws IOException {
        Set<String> used = new HashSet<>();
        for (ObjectVersion version : bucket.versions(upload.key())) {
            version.content().blobs().forEach(blob -> used.add(blob.id()));
        }
        List<Blob> unused =
                parts(upload).stream()
                        .flatMap(part -> part.content().blobs().stream())
                        .filter(blob -> !used.contains(blob.id()))
                        .toList();
        files.deleteFolder(folder(upload.id()));
        bucket.pins().delete(unused);
    }
}
