package stator.bucket;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Buckets in this process's memory, gone at its end. */
public final class MemoryBuckets implements Buckets {
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final MemoryRoom room;

    /** Buckets that take as much memory as they need. */
    public MemoryBuckets() {
        this(MemoryRoom.UNLIMITED);
    }

    /** Buckets that share some room. */
    public MemoryBuckets(MemoryRoom room) {
        this.room = room;
    }

    @Override
    public Optional<Bucket> find(String name) {
        return Optional.ofNullable(buckets.get(name));
    }

    @Override
    public Bucket make(String name) {
        return buckets.computeIfAbsent(name, made -> new MemoryBucket(room));
    }
}
