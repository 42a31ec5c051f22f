package stator.bucket.object;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stator.bucket.file.FileTree;
import stator.bucket.object.ObjectBucket.Versioning;

/**
 * What is under each key of a bucket: records, and files that others put there. A record comes
 * before a file. Whoever changes something of a key holds the lock of the key.
 */
final class KeyVersions {
    private final FileTree files;
    private final String bucket;
    private final KeyRecords records;
    private final ForeignFiles foreign;
    private final Pins pins;
    private final Supplier<NewContent> newContent;

    KeyVersions(FileTree files, String bucket, Pins pins, Supplier<NewContent> newContent) {
        this.files = files;
        this.bucket = bucket;
        this.pins = pins;
        this.newContent = newContent;
        records = new KeyRecords(files, bucket);
        foreign = new ForeignFiles(files, bucket);
    }

    // Reading.

    /** The current version, which may be a marker. */
    Optional<ObjectVersion> current(String key, Versioning versioning) throws IOException {
        Optional<ObjectVersion> current = records.current(key, versioning != Versioning.NEVER);
        return current.isPresent() ? current : foreign.find(key);
    }

    /**
     * A version, which may be a marker.
     *
     * @param id empty for the current one
     */
    Optional<ObjectVersion> find(String key, String id, Versioning versioning) throws IOException {
        Optional<ObjectVersion> current = current(key, versioning);
        if (id.isEmpty() || current.filter(version -> version.id().equals(id)).isPresent()) {
            return current;
        }
        return records.other(key, id);
    }

    /** All versions, the newest first. */
    List<ObjectVersion> all(String key, Versioning versioning) throws IOException {
        List<ObjectVersion> all = new ArrayList<>();
        Optional<ObjectVersion> current = current(key, versioning);
        current.ifPresent(all::add);
        for (ObjectVersion other : records.others(key)) {
            if (current.filter(version -> version.id().equals(other.id())).isEmpty()) {
                all.add(other);
            }
        }
        return all;
    }

    /** The bucket is gone. */
    void close() throws IOException {
        records.close();
    }

    FoundObject open(ObjectVersion version) {
        return new FoundObject(files, bucket, foreign, pins, version);
    }

    ObjectWalk walk(ObjectBucket of, String prefix, String after) throws IOException {
        return new ObjectWalk(of, records.walk(prefix, after), foreign.walk(prefix, after));
    }

    // Changing.

    /**
     * Puts a version in the place of the current one, which stays beside it if it has another id.
     *
     * @param current what is there
     * @return the version that is there now
     */
    ObjectVersion replace(Optional<ObjectVersion> current, ObjectVersion next) throws IOException {
        boolean replaces = current.isPresent() && current.get().id().equals(next.id());
        if (current.isPresent() && !replaces) {
            setAside(current.get());
        }
        records.place(next);
        if (replaces) {
            forget(current.get());
        } else if (next.id().equals(ObjectVersion.NULL)) {
            removeOther(next.key(), ObjectVersion.NULL);
        }
        return next;
    }

    private void setAside(ObjectVersion version) throws IOException {
        if (!(version.content() instanceof Content.Foreign file)) {
            records.setAside(version);
            return;
        }
        try (NewContent copy = newContent.get();
                InputStream bytes = foreign.read(file, 0)) {
            bytes.transferTo(copy);
            records.placeAside(
                    new ObjectVersion(
                            version.key(),
                            version.id(),
                            version.micros(),
                            false,
                            version.etag(),
                            copy.finish(),
                            version.attributes()));
            copy.keep();
        }
        foreign.delete(version.key());
    }

    /** The bytes of a version that is not there any more. */
    private void forget(ObjectVersion version) throws IOException {
        pins.delete(version.content().blobs());
        if (version.content() instanceof Content.Foreign) {
            foreign.delete(version.key());
        }
    }

    /**
     * Removes a version that is not the current one.
     *
     * @return what it was, if it was there
     */
    Optional<ObjectVersion> removeOther(String key, String id) throws IOException {
        Optional<ObjectVersion> other = records.other(key, id);
        if (other.isPresent()) {
            records.removeOther(other.get());
            forget(other.get());
        }
        return other;
    }

    void removeCurrent(ObjectVersion current) throws IOException {
        records.removeCurrent(current);
        forget(current);
    }

    /** Removes the record of a key, so that a file that others put there is the object. */
    void removeRecord(String key) throws IOException {
        Optional<ObjectVersion> record = records.current(key, false);
        if (record.isPresent()) {
            records.removeCurrent(record.get());
            pins.delete(record.get().content().blobs());
        }
    }

    /** Writes a version whose attributes have changed. */
    ObjectVersion change(ObjectVersion changed) throws IOException {
        if (changed.content() instanceof Content.Foreign) {
            return adopt(changed);
        }
        records.replace(changed);
        return changed;
    }

    /** Makes an object of its own of a file that others put there. */
    private ObjectVersion adopt(ObjectVersion version) throws IOException {
        try (NewContent copy = newContent.get();
                InputStream bytes = foreign.read((Content.Foreign) version.content(), 0)) {
            bytes.transferTo(copy);
            ObjectVersion adopted =
                    new ObjectVersion(
                            version.key(),
                            version.id(),
                            version.micros(),
                            false,
                            version.etag(),
                            copy.finish(),
                            version.attributes());
            records.place(adopted);
            copy.keep();
            foreign.delete(version.key());
            return adopted;
        }
    }
}
