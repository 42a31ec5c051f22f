package stator.server.service;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import stator.autoscaling.AutoScalingService;
import stator.autoscaling.scaling.Dimension;
import stator.autoscaling.scaling.ScaledCapacity;
import stator.autoscaling.scaling.Scaler;
import stator.autoscaling.scaling.Shelf;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.database.table.Throughput;
import stator.door.Authorizer;
import stator.door.Service;
import stator.model.ErrorCode;
import stator.operation.Call;
import stator.operation.Operations;
import stator.operation.Response;
import stator.protocol.JsonTree;
import stator.storage.Consistency;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * What scales the tables of this server, made when somebody first registers something, or when the
 * data has something that is registered. Thread-safe.
 */
final class AutoScaling implements AutoCloseable {
    private final Store store;
    private final Database database;
    private final Operations operations;
    private final Duration minute;
    private final Clock clock;
    private final RandomGenerator random;
    private Scaler opened;

    /**
     * @param minute how long a minute of the policies takes
     */
    AutoScaling(
            Store store,
            Database database,
            Operations operations,
            Duration minute,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.database = database;
        this.operations = operations;
        this.minute = minute;
        this.clock = clock;
        this.random = random;
    }

    /** Goes on with what was registered before the server started, if anything was. */
    void resume() {
        boolean[] found = {false};
        store.range(
                RowRange.all(Shelf.SPACE, new byte[0], Shelf.TARGET_KIND, false),
                Consistency.STRONG,
                (key, row) -> !(found[0] = true));
        if (found[0]) {
            scaler().start();
        }
    }

    private synchronized Scaler scaler() {
        if (opened == null) {
            opened =
                    new Scaler(
                            store, new TableCapacity(database, operations), minute, clock, random);
        }
        return opened;
    }

    /** The service before it. */
    Service service(Authorizer authorizer) {
        return AutoScalingService.open(scaler(), authorizer);
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }

    /** The capacity of tables and indexes; it is changed by the same UpdateTable as everybody's. */
    private record TableCapacity(Database database, Operations operations)
            implements ScaledCapacity {
        @Override
        public Optional<Level> level(Dimension dimension) {
            return table(dimension)
                    .flatMap(table ->
                            throughput(table, dimension)
                                    .map(throughput -> level(table, throughput, dimension)));
        }

        private Optional<Table> table(Dimension dimension) {
            Namespace namespace = new Namespace(dimension.account(), dimension.region());
            return database.tables().find(namespace, dimension.table());
        }

        private static Optional<Throughput> throughput(Table table, Dimension dimension) {
            return dimension.isIndex()
                    ? table.description().globalIndexes().stream()
                            .filter(index -> index.name().equals(dimension.index()))
                            .map(index -> index.throughput())
                            .findFirst()
                    : Optional.of(table.description().throughput());
        }

        private Level level(Table table, Throughput throughput, Dimension dimension) {
            return new Level(
                    dimension.reads() ? throughput.readUnits() : throughput.writeUnits(),
                    operations.consumedUnits(table, dimension.index(), dimension.reads()));
        }

        @Override
        public Outcome change(Dimension dimension, long provisioned) {
            Optional<Throughput> now =
                    table(dimension).flatMap(table -> throughput(table, dimension));
            if (now.isEmpty()) {
                return new Outcome.Busy();
            }
            long reads = dimension.reads() ? provisioned : now.get().readUnits();
            long writes = dimension.reads() ? now.get().writeUnits() : provisioned;
            String body = update(dimension, reads, writes);
            Response response =
                    operations.execute(
                            new Call(
                                    Optional.of("DynamoDB_20120810.UpdateTable"),
                                    body.getBytes(StandardCharsets.UTF_8),
                                    dimension.account(),
                                    dimension.region()));
            return outcome(response);
        }

        private static String update(Dimension dimension, long reads, long writes) {
            String throughput =
                    "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":%d,\"WriteCapacityUnits\":%d}"
                            .formatted(reads, writes);
            String change =
                    dimension.isIndex()
                            ? "\"GlobalSecondaryIndexUpdates\":[{\"Update\":{\"IndexName\":"
                                    + JsonTree.write(dimension.index())
                                    + ","
                                    + throughput
                                    + "}}]"
                            : throughput;
            return "{\"TableName\":" + JsonTree.write(dimension.table()) + "," + change + "}";
        }

        private static Outcome outcome(Response response) {
            if (response.errorType().isEmpty()) {
                return new Outcome.Done();
            }
            String type = response.errorType().get();
            boolean isPassing =
                    type.equals(ErrorCode.RESOURCE_IN_USE.wireType()) || response.status() >= 500;
            if (isPassing) {
                return new Outcome.Busy();
            }
            String json = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
            return new Outcome.Failed(message(json));
        }

        private static String message(String json) {
            Object tree = JsonTree.parse(json).orElse(json);
            if (tree instanceof Map<?, ?> members) {
                Object message = members.get("message");
                return String.valueOf(message == null ? members.get("Message") : message);
            }
            return json;
        }
    }
}
