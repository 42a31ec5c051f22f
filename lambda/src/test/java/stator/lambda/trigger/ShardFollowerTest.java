package stator.lambda.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stator.bucket.MemoryBucket;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Namespace;
import stator.lambda.code.CodeStore;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LayerStore;
import stator.lambda.invoke.Invoker;
import stator.lambda.invoke.Meter;
import stator.lambda.invoke.Programs;
import stator.lambda.neighbour.ChangeStreams;
import stator.lambda.neighbour.FunctionLog;
import stator.lambda.neighbour.FunctionMeter;
import stator.storage.StoreException;
import stator.storage.memory.MemoryStore;

/** What becomes of changes that cannot be brought to a function now. */
@Timeout(60)
final class ShardFollowerTest {
    private static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");
    private static final FunctionReference FUNCTION = new FunctionReference(NAMESPACE, "f", "");
    private static final ChangeStreams.Shard CLOSED =
            new ChangeStreams.Shard("shard", "", 10, false);

    @TempDir private Path directory;

    private final Clock clock = Clock.systemUTC();
    private final Database database =
            Database.open(new MemoryStore(), DatabaseSettings.DEFAULT, clock, new Random(1));
    private final Shelf checkpoints = new Shelf(database.documents(), "test-checkpoints");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final MappingStatus status = new MappingStatus();

    @AfterEach
    void close() {
        database.close();
    }

    /** A stream of one shard with one change, which happened at the beginning of 1970. */
    private record OneChange(boolean isLast) implements ChangeStreams {
        @Override
        public Optional<Stream> find(Namespace namespace, String arn) {
            return Optional.of(stream());
        }

        private static Stream stream() {
            return new Stream(NAMESPACE, "arn", List.of(CLOSED));
        }

        @Override
        public Page read(Stream stream, Shard shard, long after, int changesMax) {
            Change change = new Change(11, "11", 0, 0, new byte[] {'{', '}'});
            return new Page(after < 11 ? List.of(change) : List.of(), isLast);
        }

        @Override
        public OptionalLong latest(Stream stream, Shard shard) {
            return OptionalLong.of(11);
        }
    }

    private ShardFollower follower(Mapping mapping, boolean isLast) {
        FunctionStore functions = new FunctionStore(database.documents());
        functions.putLatest(
                new FunctionVersion(
                        FUNCTION,
                        Document.of("Version", "$LATEST")
                                .with("Runtime", "python3.12")
                                .with("CodeSha256", "bm90IHRoZXJl")));
        CodeStore code = new CodeStore(new MemoryBucket(), directory, sha256 -> true);
        Programs programs =
                new Programs(code, new LayerStore(database.documents()), FunctionLog.NONE);
        Meter meter = new Meter(FunctionMeter.NONE);
        // Nothing is ever started, so it needs nobody who starts processes.
        Invoker invoker = new Invoker(functions, programs, null, meter, new Random(1));
        return new ShardFollower(
                mapping,
                OneChange.stream(),
                CLOSED,
                Filters.parse(List.of()).orElseThrow(),
                new OneChange(isLast),
                invoker,
                null,
                meter,
                checkpoints,
                status,
                stopped,
                clock);
    }

    private static Mapping mapping(Document document) {
        return new Mapping(NAMESPACE, "m", document.with("FunctionArn", FUNCTION.arn()));
    }

    @Test
    void aFunctionWhoseCodeCannotBeReadGetsItsChangesLater() throws Exception {
        Mapping mapping = mapping(Document.empty());
        ShardFollower follower = follower(mapping, true);
        Thread following =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                follower.run();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        assertFalse(following.join(Duration.ofSeconds(1)), "It goes on trying");
        assertEquals("PROBLEM: Function call failed", status.lastResult());
        stopped.countDown();
        following.join();
        assertFalse(ShardProgress.isDone(checkpoints, mapping, CLOSED.id()));
    }

    @Test
    void aLaneThatCannotGoOnEndsTheFollowing() {
        // The change is too old, which is noted without asking the function.
        Mapping mapping = mapping(Document.of("MaximumRecordAgeInSeconds", 60));
        ShardFollower follower = follower(mapping, false);
        database.close();
        assertThrows(StoreException.Unavailable.class, follower::run);
        assertTrue(stopped.getCount() > 0);
    }
}
