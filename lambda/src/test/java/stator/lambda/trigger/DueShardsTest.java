package stator.lambda.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stator.lambda.neighbour.ChangeStreams.Shard;

/** A store that counts how often it is asked for each shard. */
final class DueShardsTest {
    private final Set<String> doneInStore = new HashSet<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final DueShards due =
            new DueShards(id -> {
                asked.merge(id, 1, Integer::sum);
                return doneInStore.contains(id);
            });

    private static Shard shard(String id, String parent) {
        return new Shard(id, parent, 0, false);
    }

    @Test
    void asksTheStoreOnceForEachShardThatIsDone() {
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            shards.add(shard("s" + i, i == 0 ? "" : "s" + (i - 1)));
            doneInStore.add("s" + i);
        }
        for (int look = 0; look < 50; look++) {
            assertEquals(List.of(), due.take(shards));
        }
        assertEquals(1_000, asked.size());
        assertTrue(asked.values().stream().allMatch(times -> times == 1), asked::toString);
    }

    @Test
    void aChildIsDueWhenItsParentIsDone() {
        List<Shard> shards = List.of(shard("old", ""), shard("new", "old"));
        assertEquals(shards.subList(0, 1), due.take(shards));
        assertEquals(List.of(), due.take(shards));
        doneInStore.add("old");
        due.release(shards.get(0));
        assertEquals(shards.subList(1, 2), due.take(shards));
    }

    @Test
    void aChildIsDueWhenItsParentIsNoMore() {
        List<Shard> shards = List.of(shard("new", "old"));
        assertEquals(shards, due.take(shards));
    }

    @Test
    void whatWasReleasedBeforeItWasDoneIsDueAgain() {
        List<Shard> shards = List.of(shard("only", ""));
        assertEquals(shards, due.take(shards));
        due.release(shards.get(0));
        assertEquals(shards, due.take(shards));
    }

    @Test
    void whatIsFollowedIsNotAskedFor() {
        List<Shard> shards = List.of(shard("only", ""));
        due.take(shards);
        due.take(shards);
        assertEquals(Map.of("only", 1), asked);
    }
}
