package stator.lambda.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;
import stator.lambda.neighbour.ChangeStreams;
import stator.storage.memory.MemoryStore;

/** What is left of mappings that change and go while they work. */
@Timeout(60)
final class MappingsTest {
    private static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");
    private static final long PATIENCE_MILLIS = 30_000;

    private final Clock clock = Clock.systemUTC();
    private final Database database =
            Database.open(new MemoryStore(), DatabaseSettings.DEFAULT, clock, new Random(1));
    private final Shelf checkpoints = new Shelf(database.documents(), "lambda-checkpoint");
    private final HeldStream streams = new HeldStream();
    private final Mappings mappings =
            new Mappings(database.documents(), streams, null, null, null, clock);

    @AfterEach
    void close() {
        streams.mayRead.countDown();
        mappings.close();
        database.close();
    }

    /** A stream of one shard; who reads it is held up, and then finds that it has ended. */
    private static final class HeldStream implements ChangeStreams {
        private final CountDownLatch mayRead = new CountDownLatch(1);
        private final AtomicInteger looks = new AtomicInteger();
        private final AtomicInteger readers = new AtomicInteger();
        private volatile boolean isBroken;
        private volatile boolean isThere = true;
        private volatile boolean hasShard = true;

        @Override
        public Optional<Stream> find(Namespace namespace, String arn) {
            looks.incrementAndGet();
            if (isBroken) {
                throw new IllegalStateException("broken, as the test wants it");
            }
            return isThere
                    ? Optional.of(new Stream(namespace, arn, List.of(shard())))
                    : Optional.empty();
        }

        private static Shard shard() {
            return new Shard("shard", "", 10, true);
        }

        @Override
        public Page read(Stream stream, Shard shard, long after, int changesMax) {
            readers.incrementAndGet();
            try {
                mayRead.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Page(List.of(new Change(11, "11", 0, 0, new byte[] {'{', '}'})), false);
        }

        @Override
        public OptionalLong latest(Stream stream, Shard shard) {
            return hasShard ? OptionalLong.of(10) : OptionalLong.empty();
        }
    }

    private static Mapping mapping(boolean isEnabled) {
        // No change is wanted, so nobody is invoked, but how far it is gets noted.
        Document filter = Document.of("Pattern", "{\"no\":[\"such\"]}");
        return new Mapping(
                NAMESPACE,
                "m",
                Document.of("_Enabled", isEnabled)
                        .with("FunctionArn", "f")
                        .with("FilterCriteria", Document.of("Filters", List.of(filter))));
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.holds() && System.currentTimeMillis() < end) {
            Thread.sleep(10);
        }
        assertEquals(true, condition.holds());
    }

    @Test
    void nothingIsKeptOfAMappingThatWentWhileItWorked() throws Exception {
        mappings.add(mapping(true));
        await(() -> streams.readers.get() == 1);
        mappings.remove(mapping(true));
        streams.mayRead.countDown();
        Thread.sleep(500);
        assertEquals(List.of(), checkpoints.all());
    }

    @Test
    void whoIsEnabledAgainWaitsForTheEndOfWhatIsUnderWay() throws Exception {
        mappings.add(mapping(true));
        await(() -> streams.readers.get() == 1);
        mappings.replace(mapping(false));
        mappings.replace(mapping(true));
        Thread.sleep(500);
        assertEquals(1, streams.readers.get(), "nobody else reads the shard");
        streams.mayRead.countDown();
        await(() -> streams.readers.get() > 1);
    }

    @Test
    void aLookThatFailsIsNotTheLast() throws Exception {
        streams.isBroken = true;
        mappings.add(mapping(true));
        await(() -> streams.looks.get() > 0);
        streams.isBroken = false;
        await(() -> streams.readers.get() == 1);
    }

    private void addAtLatest() {
        Mapping mapping = mapping(false);
        mappings.add(
                new Mapping(
                        NAMESPACE,
                        mapping.id(),
                        mapping.document().with("StartingPosition", "LATEST")));
        assertTrue(mappings.find(NAMESPACE, mapping.id()).isPresent());
    }

    private List<Document> kept() {
        return checkpoints.all().stream().map(Shelf.Entry::document).toList();
    }

    /** It was there when the mapping was asked for, and when its stream was looked at. */
    @Test
    void ofAShardThatIsTrimmedWhileAMappingIsAddedNothingIsWanted() {
        streams.hasShard = false;
        addAtLatest();
        assertEquals(List.of(true), kept().stream().map(kept -> kept.isTrue("Done")).toList());
    }

    @Test
    void aMappingOfAStreamThatIsTrimmedWhileItIsAddedIsKept() {
        streams.isThere = false;
        addAtLatest();
        assertEquals(List.of(), kept());
    }

    @Test
    void whatACrashLeftOfAMappingGoesAtTheStart() {
        checkpoints.put(NAMESPACE, "gone/shard", Document.of("Done", true));
        checkpoints.put(NAMESPACE, "m/shard", Document.of("Done", true));
        mappings.add(mapping(false));
        mappings.resume();
        assertEquals(List.of("m/shard"), checkpoints.all().stream().map(Shelf.Entry::id).toList());
    }
}
