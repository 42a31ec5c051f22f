package stator.operation.kinesis;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import stator.database.Database;
import stator.database.item.WriteCause;
import stator.database.log.ChangeFeed;
import stator.database.log.ChangeRecord;
import stator.database.table.Table;
import stator.model.Item;
import stator.operation.settings.KinesisSink;
import stator.operation.stream.KinesisChange;
import stator.operation.stream.KinesisDestination;
import stator.protocol.ResponseWriter;

/**
 * Delivers the changes of tables to their Kinesis destinations, in AWS's form of records: each
 * change at least once, those of an item in their order, also across restarts. A stream that cannot
 * be reached is tried again; changes wait for it for a day.
 */
public final class KinesisDelivery implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("stator.operation");
    private static final int RECORDS_MAX = 500;
    private static final long BYTES_MAX = 2 << 20;
    private static final long PAUSE_MILLIS = 100;
    private static final long RETRY_MILLIS = 1_000;

    private final Database database;
    private final ChangeFeed feed;
    private final KinesisSink sink;
    private final Clock clock;
    private final RandomGenerator random;

    /** The streams that cannot be reached now. Used by the thread alone. */
    private final Set<String> failing = new HashSet<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private KinesisDelivery(
            Database database, KinesisSink sink, Clock clock, RandomGenerator random) {
        this.database = database;
        this.sink = sink;
        this.clock = clock;
        this.random = random;
        feed = database.changeFeed(KinesisChange.READER);
        thread = new Thread(this::work, "stator-kinesis");
        thread.setDaemon(true);
    }

    /** Begins to deliver into a sink, which it closes in the end. */
    public static KinesisDelivery start(
            Database database, KinesisSink sink, Clock clock, RandomGenerator random) {
        KinesisDelivery delivery = new KinesisDelivery(database, sink, clock, random);
        delivery.thread.start();
        return delivery;
    }

    private void work() {
        long pause = 0;
        try {
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                pause = step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After how many milliseconds there may be more. */
    private long step() {
        long pause = RETRY_MILLIS;
        for (Table table : database.tables().all()) {
            for (KinesisDestination destination : KinesisDestination.of(table.description())) {
                if (destination.isLive() && clock.millis() >= destination.settledMillis()) {
                    pause = Math.min(pause, deliver(table, destination));
                }
            }
        }
        return pause;
    }

    private long deliver(Table table, KinesisDestination destination) {
        try {
            Optional<ChangeFeed.Batch> batch =
                    feed.next(table, destination.sinceMillis(), RECORDS_MAX, BYTES_MAX);
            if (batch.isEmpty()) {
                return PAUSE_MILLIS;
            }
            List<KinesisSink.Record> records = new ArrayList<>();
            for (ChangeRecord change : batch.get().records()) {
                records.add(record(table, destination, change));
            }
            sink.put(destination.streamArn(), records);
            feed.done(table, batch.get());
            failing.remove(destination.streamArn());
            return 0;
        } catch (IOException | RuntimeException e) {
            complain(table, destination, e);
            return RETRY_MILLIS;
        }
    }

    /** Once for a stream, until it works again. */
    private void complain(Table table, KinesisDestination destination, Exception cause) {
        if (failing.add(destination.streamArn())) {
            LOG.log(
                    Level.WARNING,
                    "Changes of "
                            + table.name()
                            + " could not be delivered to "
                            + destination.streamArn()
                            + ", which is tried again until it works: "
                            + cause.getMessage());
        }
    }

    private KinesisSink.Record record(
            Table table, KinesisDestination destination, ChangeRecord change) {
        String partition = HexFormat.of().toHexDigits(Arrays.hashCode(change.keys().toBytes()));
        return new KinesisSink.Record(partition, json(table, destination, change));
    }

    private byte[] json(Table table, KinesisDestination destination, ChangeRecord change) {
        ResponseWriter json = new ResponseWriter(1024);
        UUID id = new UUID(random.nextLong(), random.nextLong());
        json.startObject()
                .member("awsRegion", table.region())
                .member("eventID", id.toString())
                .member("eventName", change.event().name())
                .field("userIdentity");
        if (change.cause() instanceof WriteCause.TimeToLive) {
            json.startObject()
                    .member("principalId", "dynamodb.amazonaws.com")
                    .member("type", "Service")
                    .endObject();
        } else {
            json.nothing();
        }
        json.member("recordFormat", "application/json")
                .member("tableName", table.name())
                .field("dynamodb")
                .startObject();
        boolean micros = destination.precision().equals(KinesisDestination.MICROSECOND);
        json.member("ApproximateCreationDateTime", micros ? change.micros() : change.millis());
        json.member("Keys", change.keys());
        change.after().ifPresent(item -> json.member("NewImage", item));
        change.before().ifPresent(item -> json.member("OldImage", item));
        json.member("SizeBytes", sizeBytes(change));
        if (!destination.precision().isEmpty()) {
            json.member("ApproximateCreationDateTimePrecision", destination.precision());
        }
        json.endObject().member("eventSource", "aws:dynamodb").endObject();
        return Arrays.copyOf(json.bytes(), json.length());
    }

    private static long sizeBytes(ChangeRecord change) {
        return change.keys().sizeBytes()
                + change.before().map(Item::sizeBytes).orElse(0)
                + change.after().map(Item::sizeBytes).orElse(0);
    }

    /** Ends after what is under way. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
