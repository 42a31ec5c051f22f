package stator.storage.memory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.StoreException;

/**
 * A snapshot of a {@link MemoryStore}: its lanes as they are, and for each row that changed since,
 * what was there before.
 *
 * <p>A writer keeps the row here before it changes the lane. So a reader that looks into the lane
 * first and here second finds the kept row whenever it was too late for the lane's, and needs no
 * lock.
 */
final class MemorySnapshot implements Snapshot {
    private static final NavigableMap<Place, Optional<Row>> NOTHING = new ConcurrentSkipListMap<>();

    private final Map<Integer, MemorySpace> spaces;
    private final Consumer<MemorySnapshot> closing;

    /** What was under each key that changed since, by lane; empty if there was nothing. */
    private final Map<MemoryLane, NavigableMap<Place, Optional<Row>>> kept =
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
                    .putIfAbsent(Place.of(key), Optional.ofNullable(space.find(key)));
        }
    }

    /** Whether it shows rows of a space that may have been dropped since. */
    boolean shows(MemorySpace space) {
        return spaces.containsValue(space);
    }

    @Override
    public void scan(SpaceScan scan, RowVisitor visitor) {
        MemorySpace space = spaces.get(scan.space());
        MemoryLane lane = space == null ? null : space.lane(scan.kind());
        if (lane == null) {
            requireOpen();
            return;
        }
        LaneCursor live = lane.cursor(scan);
        Place at = MemoryLane.from(scan);
        Place to = MemoryLane.to(scan);
        boolean hasLive = live.next();
        while (true) {
            requireOpen();
            Place livePlace = hasLive ? Place.of(live.key()) : null;
            Map.Entry<Place, Optional<Row>> was = kept.getOrDefault(lane, NOTHING).ceilingEntry(at);
            boolean isKept =
                    was != null
                            && (to == null || was.getKey().compareTo(to) < 0)
                            && (!hasLive || was.getKey().compareTo(livePlace) <= 0);
            if (!isKept && !hasLive) {
                return;
            }
            Place next = isKept ? was.getKey() : livePlace;
            Row row = isKept ? was.getValue().orElse(null) : live.row();
            if (row != null && !visitor.visit(next.key(), row)) {
                return;
            }
            at = MemoryLane.behind(next.key());
            hasLive = hasLive && (next.compareTo(livePlace) < 0 || live.next());
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
