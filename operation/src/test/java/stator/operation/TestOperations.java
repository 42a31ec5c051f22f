package stator.operation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryBuckets;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Table;
import stator.door.testing.StandingClock;
import stator.identity.Principal;
import stator.model.MemoryLease;
import stator.operation.archive.Archive;
import stator.operation.fault.Faults;
import stator.operation.settings.OperationSettings;
import stator.operation.usage.Usage;
import stator.storage.memory.MemoryStore;

/** All operations over an empty memory store; always the same ids at the same times. */
public final class TestOperations implements AutoCloseable {
    private final StandingClock clock = new StandingClock("2026-11-21T12:00:00Z");
    private final Database database;
    private final Archive archive;
    private final MemoryBuckets buckets = new MemoryBuckets();
    private final Operations operations;
    private String account = "000000000000";
    private String region = "us-east-1";

    public TestOperations() {
        this(DatabaseSettings.DEFAULT);
    }

    public TestOperations(DatabaseSettings settings) {
        this(settings, OperationSettings.defaults());
    }

    public TestOperations(DatabaseSettings settings, OperationSettings operationSettings) {
        this(settings, operationSettings, buckets -> buckets);
    }

    /** With buckets that somebody stands before. */
    public TestOperations(UnaryOperator<Buckets> before) {
        this(DatabaseSettings.DEFAULT, OperationSettings.defaults(), before);
    }

    /** With backups in a bucket of the caller's. */
    public TestOperations(Bucket backups) {
        this(DatabaseSettings.DEFAULT, OperationSettings.defaults(), buckets -> buckets, backups);
    }

    private TestOperations(
            DatabaseSettings settings,
            OperationSettings operationSettings,
            UnaryOperator<Buckets> before) {
        this(settings, operationSettings, before, new MemoryBucket());
    }

    private TestOperations(
            DatabaseSettings settings,
            OperationSettings operationSettings,
            UnaryOperator<Buckets> before,
            Bucket backups) {
        Random random = new Random(1);
        database = Database.open(new MemoryStore(), settings, clock, random);
        archive = Archive.open(database, backups, before.apply(buckets), clock, random);
        operations = Operations.open(database, archive, operationSettings, clock, random);
    }

    /** Executes an operation; for the default account in us-east-1 unless that was changed. */
    public Response call(String operation, String json) {
        return operations.execute(
                new Call(
                        Optional.of(target(operation)),
                        json.getBytes(StandardCharsets.UTF_8),
                        account,
                        region));
    }

    /** Executes an operation for somebody of whom it is asked what it may do. */
    Response call(String operation, String json, Principal principal, Call.Judge judge) {
        return operations.execute(
                new Call(
                        Optional.of(target(operation)),
                        json.getBytes(StandardCharsets.UTF_8),
                        principal,
                        Optional.empty(),
                        Optional.of(judge),
                        MemoryLease.unlimited()));
    }

    private static String target(String operation) {
        boolean ofStreams =
                Registry.ofStreams().stream().anyMatch(known -> known.name().equals(operation));
        return (ofStreams ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") + operation;
    }

    /** What was used of tables. */
    public Usage usage() {
        return operations.usage();
    }

    /** All tables that are there. */
    public List<Table> tables() {
        return database.tables().all();
    }

    /** Who calls from now on. */
    public void caller(String account, String region) {
        this.account = account;
        this.region = region;
    }

    /** Lets time go by, and what is due then be done in the background. */
    public void advance(Duration time) {
        clock.advance(time);
        archive.awaitJobs(Duration.ofSeconds(10));
        database.tables()
                .all()
                .forEach(table -> {
                    database.awaitIndexes(table, Duration.ofMinutes(2));
                    database.regions().await(table, Duration.ofMinutes(2));
                });
    }

    /** Where exports go to and imports come from. */
    public MemoryBuckets buckets() {
        return buckets;
    }

    public Faults faults() {
        return operations.faults();
    }

    /** Deletes all items whose time to live is over. */
    public void removeExpiredItems() {
        database.removeExpiredItems();
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        archive.close();
        database.close();
    }
}
