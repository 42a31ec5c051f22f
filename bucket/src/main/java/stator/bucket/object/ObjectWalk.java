package stator.bucket.object;

import java.io.IOException;
import java.util.Optional;
import stator.bucket.key.KeyPath;
import stator.bucket.key.KeySource;

/**
 * Through the keys of a bucket in their order: those of records and those of files that others put
 * there, each key once. Belongs to one thread.
 */
public final class ObjectWalk {
    private final ObjectBucket bucket;
    private final KeySource records;
    private final KeySource foreign;
    private Optional<String> nextRecord = Optional.empty();
    private Optional<String> nextForeign = Optional.empty();

    ObjectWalk(ObjectBucket bucket, KeySource records, KeySource foreign) {
        this.bucket = bucket;
        this.records = records;
        this.foreign = foreign;
    }

    /** The next key that has an object or any version of one; empty at the end. */
    public Optional<String> nextKey() throws IOException {
        nextRecord = nextRecord.isPresent() ? nextRecord : records.next();
        nextForeign = nextForeign.isPresent() ? nextForeign : foreign.next();
        if (nextRecord.isEmpty() && nextForeign.isEmpty()) {
            return Optional.empty();
        }
        int order =
                nextForeign.isEmpty()
                        ? -1
                        : nextRecord.isEmpty() ? 1 : nextRecord.get().compareTo(nextForeign.get());
        String key = order <= 0 ? nextRecord.get() : nextForeign.get();
        nextRecord = order <= 0 ? Optional.empty() : nextRecord;
        nextForeign = order >= 0 ? Optional.empty() : nextForeign;
        return Optional.of(KeyPath.key(key));
    }

    /** The next object; empty at the end. */
    public Optional<ObjectVersion> next() throws IOException {
        for (Optional<String> key = nextKey(); key.isPresent(); key = nextKey()) {
            Optional<ObjectVersion> current = bucket.find(key.get(), "");
            if (current.isPresent() && !current.get().marker()) {
                return current;
            }
        }
        return Optional.empty();
    }

    /** Passes over all keys that begin with a text. */
    public void skip(String prefix) {
        String ordered = KeyPath.ordered(prefix);
        records.skip(ordered);
        foreign.skip(ordered);
        nextRecord = nextRecord.filter(key -> !key.startsWith(ordered));
        nextForeign = nextForeign.filter(key -> !key.startsWith(ordered));
    }
}
