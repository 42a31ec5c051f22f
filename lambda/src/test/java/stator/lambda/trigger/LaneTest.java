package stator.lambda.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;
import stator.lambda.neighbour.ChangeStreams.Change;
import stator.lambda.neighbour.ChangeStreams.Shard;
import stator.storage.memory.MemoryStore;

/** What a lane says of itself to who reads the shard. */
final class LaneTest {
    private static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");
    private static final long BEGIN = 10;

    private final Clock clock = Clock.systemUTC();
    private final Database database =
            Database.open(new MemoryStore(), DatabaseSettings.DEFAULT, clock, new Random(1));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aBatchThatWasGivenBackBecauseAllStopsIsNotDealtWith() throws Exception {
        Mapping mapping = new Mapping(NAMESPACE, "m", Document.of("BatchSize", 5));
        Shelf shelf = new Shelf(database.documents(), "test-checkpoints");
        ShardProgress progress =
                ShardProgress.load(shelf, mapping, new Shard("shard", "", BEGIN, true));
        CountDownLatch stopped = new CountDownLatch(1);
        // It is stopped before the first invocation, so it needs nobody to invoke.
        BatchRunner runner =
                new BatchRunner(mapping, "shard", null, null, null, stopped, null, clock);
        Lane lane = new Lane(0, mapping, runner, progress, clock);
        lane.offer(new Change(BEGIN + 1, "11", 0, clock.millis(), new byte[] {'{', '}'}));
        stopped.countDown();
        lane.complete();
        lane.work();
        assertFalse(lane.isIdle(), "its change is still to be dealt with");
        assertEquals(BEGIN, progress.position(0));
    }
}
