package stator.storage;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * A snapshot of a {@link MemoryStore}: its lanes as they are, and for each row that changed since,
 * what was there before.
 *
 * <p>A writer keeps the row here before it changes the lane. So a reader that looks into the lane
 * first and here second finds the kept row whenever it was too late for the lane's, and needs no
 * lock.
 */
final class MemorySnapshot implements Snapshot {
    private static final NavigableMap<MemoryLane.Slot, Optional<Row>> NOTHING =
            new ConcurrentSkipListMap<>();

    private final Map<Integer, MemorySpace> spaces;
    private final Consumer<MemorySnapshot> closing;

    /** What was under each key that changed since, by lane; empty if there was nothing. */
    private final Map<MemoryLane, NavigableMap<MemoryLane.Slot, Optional<Row>>> kept =
            new ConcurrentHashMap<>();

    private volatile boolean closed;

    /**
     * A snapshot of this moment, at which nobody writes.
     *
     * @param closing called when it is closed
     */
    MemorySnapshot(Map<Integer, MemorySpace> spaces, Consumer<MemorySnapshot> closing) {
        this.spaces = Map.copyOf(spaces);
        this.closing = closing;
    }

    /**
     * Keeps what is under a key. For the holder of the key's lock, before it changes the row.
     *
     * @param space where it will be changed; another one than was there at the moment if the space
     *     was dropped and made anew
     */
    void keep(MemorySpace space, RowKey key) {
        if (spaces.get(key.space()) == space) {
            kept.computeIfAbsent(
                            space.laneForWriting(key.kind()), lane -> new ConcurrentSkipListMap<>())
                    .putIfAbsent(MemoryLane.Slot.of(key), Optional.ofNullable(space.find(key)));
        }
    }

    @Override
    public void scan(SpaceScan scan, RowVisitor visitor) {
        MemorySpace space = spaces.get(scan.space());
        MemoryLane lane = space == null ? null : space.lane(scan.kind());
        if (lane == null) {
            requireOpen();
            return;
        }
        MemoryLane.Slot at = MemoryLane.before(scan);
        while (true) {
            requireOpen();
            MemoryLane.Slot live = lane.next(at);
            Row liveRow = live == null ? null : live.row();
            Map.Entry<MemoryLane.Slot, Optional<Row>> was =
                    kept.getOrDefault(lane, NOTHING).higherEntry(at);
            boolean isKept = was != null && (live == null || was.getKey().compareTo(live) <= 0);
            MemoryLane.Slot next = isKept ? was.getKey() : live;
            if (next == null || Long.compareUnsigned(next.token(), scan.toToken()) > 0) {
                return;
            }
            Row row = isKept ? was.getValue().orElse(null) : liveRow;
            if (row != null && !visitor.visit(next.key(), row)) {
                return;
            }
            at = next;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException.Unavailable("The snapshot is closed.", null);
        }
    }

    @Override
    public void close() {
        closed = true;
        closing.accept(this);
    }
}
