package stator.lambda.trigger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;
import stator.lambda.neighbour.ChangeStreams.Shard;
import stator.protocol.JsonTree.Literal;

/**
 * How far the lanes of a mapping are in a shard. What a lane has dealt with is kept before it goes
 * on, so a restart repeats what each lane had under way and nothing else. Thread-safe.
 *
 * <p>A lane that has nothing to do is as far as the shard was read, because what it did not get was
 * not for it.
 */
final class ShardProgress {
    private static final String LANES = "Lanes";
    private static final String WINDOWS = "Windows";
    private static final String DONE = "Done";

    private final Shelf shelf;
    private final Mapping mapping;
    private final String id;

    /** Guarded by this: after which position each lane goes on. */
    private final long[] positions;

    private final Window[] windows;

    private ShardProgress(
            Shelf shelf, Mapping mapping, String id, long[] positions, Window[] windows) {
        this.shelf = shelf;
        this.mapping = mapping;
        this.id = id;
        this.positions = positions;
        this.windows = windows;
    }

    private static String id(Mapping mapping, String shardId) {
        return mapping.id() + "/" + shardId;
    }

    /** The id of the mapping of which something is kept. */
    static String mappingId(Shelf.Entry kept) {
        return kept.id().substring(0, kept.id().indexOf('/'));
    }

    /** What is kept of a shard, else its beginning. */
    static ShardProgress load(Shelf shelf, Mapping mapping, Shard shard) {
        String id = id(mapping, shard.id());
        Document kept = shelf.find(mapping.namespace(), id).orElse(Document.empty());
        List<Object> lanes = kept.list(LANES);
        long[] positions = new long[mapping.lanes()];
        Window[] windows = new Window[positions.length];
        if (lanes.size() == positions.length) {
            for (int i = 0; i < positions.length; i++) {
                positions[i] = Long.parseLong(((Literal) lanes.get(i)).text());
                windows[i] = window(kept.list(WINDOWS), i);
            }
        } else {
            // Another number of lanes: all go on where the last one is.
            long least =
                    lanes.stream()
                            .mapToLong(lane -> Long.parseLong(((Literal) lane).text()))
                            .min()
                            .orElse(shard.start());
            Arrays.fill(positions, least);
        }
        return new ShardProgress(shelf, mapping, id, positions, windows);
    }

    private static Window window(List<Object> windows, int lane) {
        return lane < windows.size()
                ? Document.ofTree(windows.get(lane))
                        .filter(document -> document.has("Start"))
                        .map(Window::read)
                        .orElse(null)
                : null;
    }

    /** Lets a mapping begin in a shard after a position. */
    static void begin(Shelf shelf, Mapping mapping, Shard shard, long position) {
        long[] positions = new long[mapping.lanes()];
        Arrays.fill(positions, position);
        new ShardProgress(
                        shelf,
                        mapping,
                        id(mapping, shard.id()),
                        positions,
                        new Window[positions.length])
                .save(false);
    }

    /** Marks a shard as one of which nothing is wanted any more. */
    static void finish(Shelf shelf, Mapping mapping, String shardId) {
        shelf.put(mapping.namespace(), id(mapping, shardId), Document.of(DONE, true));
    }

    /** Whether a mapping is done with a shard. */
    static boolean isDone(Shelf shelf, Mapping mapping, String shardId) {
        return shelf.find(mapping.namespace(), id(mapping, shardId))
                .filter(kept -> kept.isTrue(DONE))
                .isPresent();
    }

    /** Forgets all that is kept of a mapping, or what is of shards that are no more. */
    static void forget(Shelf shelf, Mapping mapping, List<String> shardsToKeep) {
        String prefix = mapping.id() + "/";
        for (Shelf.Entry entry : shelf.list(mapping.namespace(), prefix)) {
            if (!shardsToKeep.contains(entry.id().substring(prefix.length()))) {
                shelf.remove(mapping.namespace(), entry.id());
            }
        }
    }

    /** The position after which reading goes on: that of the lane that is the farthest behind. */
    synchronized long least() {
        return Arrays.stream(positions).min().orElseThrow();
    }

    synchronized long position(int lane) {
        return positions[lane];
    }

    synchronized Optional<Window> window(int lane) {
        return Optional.ofNullable(windows[lane]);
    }

    /** A lane has dealt with all up to a position; its window is as it is now. */
    synchronized void advance(int lane, long position, Optional<Window> window) {
        positions[lane] = Math.max(positions[lane], position);
        windows[lane] = window.orElse(null);
        save(false);
    }

    /** Lanes that have nothing to do are at a position; kept with the next save, or now. */
    synchronized void idle(List<Integer> lanes, long position, boolean saves) {
        boolean isNews = false;
        for (int lane : lanes) {
            isNews |= positions[lane] < position;
            positions[lane] = Math.max(positions[lane], position);
        }
        if (isNews && saves) {
            save(false);
        }
    }

    private synchronized void save(boolean isDone) {
        List<Object> lanes = new ArrayList<>();
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            lanes.add(positions[i]);
            kept.add(windows[i] == null ? Document.empty() : windows[i].document());
        }
        shelf.put(
                mapping.namespace(),
                id,
                Document.of(LANES, lanes).with(WINDOWS, kept).with(DONE, isDone));
    }
}
