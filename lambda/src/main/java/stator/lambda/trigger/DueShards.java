package stator.lambda.trigger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import stator.lambda.neighbour.ChangeStreams.Shard;

/**
 * Says which shards of a stream a mapping is to follow next: those that nobody follows, that are
 * not done, and whose parent is done or no more.
 *
 * <p>A stream keeps its shards for a day, so a busy table has hundreds of them, and nearly all are
 * done. A shard that is done stays so; therefore the store is asked once for each, and not at each
 * look, of which there are five a second and mapping. Thread-safe; the monitor guards the sets.
 */
final class DueShards {
    private final Predicate<String> isDoneInStore;
    private final Set<String> followed = new HashSet<>();
    private final Set<String> done = new HashSet<>();

    /**
     * @param isDoneInStore whether the mapping is done with the shard of an id
     */
    DueShards(Predicate<String> isDoneInStore) {
        this.isDoneInStore = isDoneInStore;
    }

    /**
     * The shards that are due. Until they are released nobody else gets them.
     *
     * @param shards all that the stream has now
     */
    synchronized List<Shard> take(List<Shard> shards) {
        Set<String> ids = new HashSet<>();
        shards.forEach(shard -> ids.add(shard.id()));
        done.retainAll(ids);
        List<Shard> due = new ArrayList<>();
        for (Shard shard : shards) {
            boolean isNew = !followed.contains(shard.id()) && !isDone(shard.id());
            if (isNew && (!ids.contains(shard.parent()) || isDone(shard.parent()))) {
                followed.add(shard.id());
                due.add(shard);
            }
        }
        return due;
    }

    private boolean isDone(String id) {
        if (done.contains(id)) {
            return true;
        }
        return isDoneInStore.test(id) && done.add(id);
    }

    /** Nobody follows a shard any more: unless it is done, it is due again. */
    synchronized void release(Shard shard) {
        followed.remove(shard.id());
    }
}
