package stator.operation;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.expression.ExpressionCache;
import stator.expression.ParseCache;
import stator.model.ApiException;
import stator.model.LongWork;
import stator.model.MemoryLease;
import stator.operation.archive.Archive;
import stator.operation.backup.CreateBackup;
import stator.operation.backup.DeleteBackup;
import stator.operation.backup.DescribeBackup;
import stator.operation.backup.DescribeContinuousBackups;
import stator.operation.backup.ListBackups;
import stator.operation.backup.RestoreTableFromBackup;
import stator.operation.backup.RestoreTableToPointInTime;
import stator.operation.backup.UpdateContinuousBackups;
import stator.operation.fault.Faults;
import stator.operation.global.CreateGlobalTable;
import stator.operation.global.DescribeGlobalTable;
import stator.operation.global.DescribeGlobalTableSettings;
import stator.operation.global.DescribeTableReplicaAutoScaling;
import stator.operation.global.ListGlobalTables;
import stator.operation.global.UpdateGlobalTable;
import stator.operation.global.UpdateGlobalTableSettings;
import stator.operation.global.UpdateTableReplicaAutoScaling;
import stator.operation.insight.DescribeContributorInsights;
import stator.operation.insight.ListContributorInsights;
import stator.operation.insight.UpdateContributorInsights;
import stator.operation.item.BatchGetItem;
import stator.operation.item.BatchWriteItem;
import stator.operation.item.DeleteItem;
import stator.operation.item.GetItem;
import stator.operation.item.PutItem;
import stator.operation.item.Query;
import stator.operation.item.Scan;
import stator.operation.item.SearchVectors;
import stator.operation.item.UpdateItem;
import stator.operation.metric.CallMetrics;
import stator.operation.metric.MetricsPage;
import stator.operation.metric.TableMetrics;
import stator.operation.partiql.Parser;
import stator.operation.policy.DeleteResourcePolicy;
import stator.operation.policy.GetResourcePolicy;
import stator.operation.policy.PutResourcePolicy;
import stator.operation.protocol.RequestReader;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.ShapeCatalog;
import stator.operation.protocol.Struct;
import stator.operation.request.CalledTables;
import stator.operation.request.DirectItems;
import stator.operation.request.Items;
import stator.operation.request.LeasedItems;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.settings.OperationSettings;
import stator.operation.statement.BatchExecuteStatement;
import stator.operation.statement.ExecuteStatement;
import stator.operation.statement.ExecuteTransaction;
import stator.operation.stream.DescribeKinesisStreamingDestination;
import stator.operation.stream.DescribeStream;
import stator.operation.stream.DisableKinesisStreamingDestination;
import stator.operation.stream.EnableKinesisStreamingDestination;
import stator.operation.stream.GetRecords;
import stator.operation.stream.GetShardIterator;
import stator.operation.stream.ListStreams;
import stator.operation.stream.UpdateKinesisStreamingDestination;
import stator.operation.table.CreateTable;
import stator.operation.table.DeleteTable;
import stator.operation.table.DescribeEndpoints;
import stator.operation.table.DescribeLimits;
import stator.operation.table.DescribeTable;
import stator.operation.table.DescribeTimeToLive;
import stator.operation.table.ListTables;
import stator.operation.table.ListTagsOfResource;
import stator.operation.table.TagResource;
import stator.operation.table.UntagResource;
import stator.operation.table.UpdateTable;
import stator.operation.table.UpdateTimeToLive;
import stator.operation.throttle.CapacityMeter;
import stator.operation.throttle.MeteredItems;
import stator.operation.transaction.TransactGetItems;
import stator.operation.transaction.TransactWriteItems;
import stator.operation.transfer.CancelBulkOperation;
import stator.operation.transfer.DescribeBulkOperation;
import stator.operation.transfer.DescribeExport;
import stator.operation.transfer.DescribeImport;
import stator.operation.transfer.ExportTableToPointInTime;
import stator.operation.transfer.ImportTable;
import stator.operation.transfer.ListBulkOperations;
import stator.operation.transfer.ListExports;
import stator.operation.transfer.ListImports;
import stator.operation.transfer.StartBulkPutItems;

/**
 * The first door: executes any call of the API.
 *
 * <p>A call is routed by its target, read by its operation's shape, executed and written; whatever
 * goes wrong becomes AWS's answer in {@link ErrorResponses}. Thread-safe.
 */
public final class Operations {
    private static final String DYNAMODB = "DynamoDB_20120810.";
    private static final String STREAMS = "DynamoDBStreams_20120810.";

    /** Reading a byte of a request takes as long as looking at so many. */
    private static final int UNITS_PER_BODY_BYTE = 8;

    /** Room for most answers; the buffer grows. */
    private static final int RESPONSE_BYTES = 512;

    private final Database database;
    private final Archive archive;
    private final CapacityMeter meter;
    private final Items items;
    private final Faults faults;
    private final CallMetrics metrics;
    private final OperationSettings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final CallObserver observer;
    private final ExpressionCache expressions;
    private final ParseCache<String, Parser.Parsed> statements;
    private final RequestReader reader;
    private final ErrorResponses errors = new ErrorResponses();

    /** By the whole target, so that routing makes no objects. */
    private final Map<String, Operation> byTarget = new HashMap<>();

    private Operations(
            Database database,
            Archive archive,
            OperationSettings settings,
            Clock clock,
            RandomGenerator random,
            CallObserver observer) {
        this.database = database;
        this.archive = archive;
        meter = new CapacityMeter(clock, settings.enforcement());
        items =
                settings.enforcement().isOn()
                        ? new MeteredItems(database, meter)
                        : new DirectItems(database);
        faults = new Faults(random);
        metrics = new CallMetrics(database.tables());
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.observer = observer;
        expressions = new ExpressionCache(settings.parseCacheEntriesMax());
        statements = new ParseCache<>(settings.parseCacheEntriesMax());
        reader = new RequestReader(ShapeCatalog.load());
        ofDynamoDb().forEach(operation -> byTarget.put(DYNAMODB + operation.name(), operation));
        ofStreams().forEach(operation -> byTarget.put(STREAMS + operation.name(), operation));
    }

    /** The operations over a database, with an archive in memory. */
    public static Operations open(
            Database database, OperationSettings settings, Clock clock, RandomGenerator random) {
        return open(database, settings, clock, random, CallObserver.NONE);
    }

    /** The operations over a database, with an archive in memory and somebody who watches. */
    public static Operations open(
            Database database,
            OperationSettings settings,
            Clock clock,
            RandomGenerator random,
            CallObserver observer) {
        Archive archive = Archive.inMemory(database, clock, random);
        return open(database, archive, settings, clock, random, observer);
    }

    /** The operations over a database and its archive, with somebody who watches the calls. */
    public static Operations open(
            Database database,
            Archive archive,
            OperationSettings settings,
            Clock clock,
            RandomGenerator random,
            CallObserver observer) {
        Operations operations =
                new Operations(database, archive, settings, clock, random, observer);
        archive.goOn(ImportTable.RULES);
        return operations;
    }

    /** Every operation of DynamoDB that is answered. The others are unknown operations. */
    static List<Operation> ofDynamoDb() {
        return List.of(
                new BatchExecuteStatement(),
                new BatchGetItem(),
                new BatchWriteItem(),
                new CancelBulkOperation(),
                new CreateBackup(),
                new CreateGlobalTable(),
                new CreateTable(),
                new DeleteBackup(),
                new DeleteItem(),
                new DeleteResourcePolicy(),
                new DeleteTable(),
                new DescribeBackup(),
                new DescribeBulkOperation(),
                new DescribeContinuousBackups(),
                new DescribeContributorInsights(),
                new DescribeEndpoints(),
                new DescribeGlobalTable(),
                new DescribeGlobalTableSettings(),
                new DescribeExport(),
                new DescribeImport(),
                new DescribeKinesisStreamingDestination(),
                new DescribeLimits(),
                new DescribeTable(),
                new DescribeTableReplicaAutoScaling(),
                new DescribeTimeToLive(),
                new DisableKinesisStreamingDestination(),
                new EnableKinesisStreamingDestination(),
                new ExecuteStatement(),
                new ExecuteTransaction(),
                new ExportTableToPointInTime(),
                new GetItem(),
                new GetResourcePolicy(),
                new ImportTable(),
                new ListBackups(),
                new ListBulkOperations(),
                new ListContributorInsights(),
                new ListGlobalTables(),
                new ListExports(),
                new ListImports(),
                new ListTables(),
                new ListTagsOfResource(),
                new PutItem(),
                new PutResourcePolicy(),
                new Query(),
                new RestoreTableFromBackup(),
                new RestoreTableToPointInTime(),
                new Scan(),
                new SearchVectors(),
                new StartBulkPutItems(),
                new TagResource(),
                new TransactGetItems(),
                new TransactWriteItems(),
                new UntagResource(),
                new UpdateContinuousBackups(),
                new UpdateContributorInsights(),
                new UpdateGlobalTable(),
                new UpdateGlobalTableSettings(),
                new UpdateItem(),
                new UpdateKinesisStreamingDestination(),
                new UpdateTable(),
                new UpdateTableReplicaAutoScaling(),
                new UpdateTimeToLive());
    }

    /** Every operation of DynamoDB Streams that is answered. */
    static List<Operation> ofStreams() {
        return List.of(
                new DescribeStream(), new GetRecords(), new GetShardIterator(), new ListStreams());
    }

    /** Executes a call. Never throws: what goes wrong is an answer too. */
    public Response execute(Call call) {
        long start = System.nanoTime();
        Operation operation = find(call.target());
        boolean accepted = operation != null && call.refusal().isEmpty();
        Response response = accepted ? answer(operation, call) : refuse(operation, call);
        observer.answered(call, response, System.nanoTime() - start);
        return response;
    }

    /**
     * Whether a call of that target may wait for the disk or a lock, so that no event loop may run
     * it.
     */
    public boolean mayBlock(Optional<String> target) {
        Operation operation = find(target);
        return operation != null
                && (operation.mayBlock()
                        || faults.areSet()
                        || database.regions().faults().areSet());
    }

    /** What is to go wrong on purpose. */
    public Faults faults() {
        return faults;
    }

    /** Calls, tables and capacity as a page for Prometheus. */
    public String metricsPage() {
        MetricsPage page = new MetricsPage();
        metrics.write(page);
        TableMetrics tables = new TableMetrics(database, page);
        tables.write();
        if (settings.enforcement().isOn()) {
            tables.writeConsumption(meter);
        }
        return page.toString();
    }

    private Operation find(Optional<String> target) {
        return target.map(byTarget::get).orElse(null);
    }

    /**
     * The answer to an unknown operation or an unaccepted caller. AWS looks whether there is JSON
     * first, whether there is such an operation second, and at the caller third.
     */
    private Response refuse(Operation operation, Call call) {
        try {
            if (call.body().length > 0) {
                reader.requireJson(call.body());
            }
        } catch (ApiException malformed) {
            return errors.of("", malformed);
        }
        return operation == null
                ? errors.unknownOperation()
                : errors.of(operation.name(), call.refusal().orElseThrow());
    }

    private Response answer(Operation operation, Call call) {
        long start = System.nanoTime();
        Namespace namespace = new Namespace(call.account(), call.region());
        List<String> tables = List.of();
        Response response;
        try {
            Struct request =
                    LongWork.run(
                            UNITS_PER_BODY_BYTE * (long) call.body().length,
                            () -> reader.read(operation.name(), call.body(), call.memory()));
            tables = CalledTables.of(operation.name(), request);
            response = success(operation, request, tables, namespace, call.memory());
        } catch (Throwable failure) {
            // Everything: a StackOverflowError or OutOfMemoryError is that call's answer as well,
            // and none of the connection's.
            response = errors.of(operation.name(), failure);
        }
        metrics.add(
                operation.name(),
                namespace,
                tables,
                response.errorType(),
                System.nanoTime() - start);
        return response;
    }

    private Response success(
            Operation operation,
            Struct request,
            List<String> tables,
            Namespace namespace,
            MemoryLease memory) {
        RequestContext context =
                new RequestContext(
                        database,
                        archive,
                        new LeasedItems(items, memory),
                        settings,
                        clock,
                        random,
                        expressions,
                        statements,
                        namespace);
        ResponseWriter response = new ResponseWriter(RESPONSE_BYTES, memory);
        Faults.Strike strike = faults.strike(operation.name(), tables, namespace);
        strike.before();
        operation.execute(context, request, response);
        strike.after();
        return new Response(200, Optional.empty(), response.bytes(), response.length());
    }
}
