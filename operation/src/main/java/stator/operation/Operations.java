package stator.operation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.door.audit.CallView;
import stator.door.metric.MetricsPage;
import stator.expression.ExpressionCache;
import stator.expression.ParseCache;
import stator.model.ApiException;
import stator.model.LongWork;
import stator.operation.archive.Archive;
import stator.operation.fault.Faults;
import stator.operation.metric.OutboxMetrics;
import stator.operation.metric.TableCalls;
import stator.operation.metric.TableMetrics;
import stator.operation.partiql.Parser;
import stator.operation.permission.Permissions;
import stator.operation.permission.TablePolicies;
import stator.operation.request.Access;
import stator.operation.request.Items;
import stator.operation.request.LeasedItems;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.Permission;
import stator.operation.request.PolicyActions;
import stator.operation.request.RequestContext;
import stator.operation.settings.OperationSettings;
import stator.operation.shape.DynamoDbShapes;
import stator.operation.throttle.CapacityLimit.Direction;
import stator.operation.throttle.CapacityMeter;
import stator.operation.throttle.MeteredItems;
import stator.operation.transfer.ImportTable;
import stator.operation.usage.Usage;
import stator.protocol.RequestReader;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * The first door: executes any call of the API.
 *
 * <p>A call is routed by its target, read by its operation's shape, executed and written; whatever
 * goes wrong becomes AWS's answer in {@link ErrorResponses}. Thread-safe.
 */
public final class Operations implements CallHandler {
    private static final String DYNAMODB = "DynamoDB_20120810.";
    private static final String STREAMS = "DynamoDBStreams_20120810.";

    /** Reading a byte of a request takes as long as looking at so many. */
    private static final int UNITS_PER_BODY_BYTE = 8;

    private final Database database;
    private final Archive archive;
    private final Usage usage;
    private final CapacityMeter meter;
    private final Items items;
    private final Faults faults;
    private final TableCalls tableCalls;
    private final OperationSettings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final ExpressionCache expressions;
    private final ParseCache<String, Parser.Parsed> statements;
    private final PolicyActions policyActions;
    private final TablePolicies tablePolicies;
    private final RequestReader reader;
    private final ErrorResponses errors = new ErrorResponses();

    /** By the whole target, so that routing makes no objects. */
    private final Map<String, Operation> byTarget = new HashMap<>();

    private final Map<Operation, ResponseRoom> rooms = new IdentityHashMap<>();
    private final Map<Operation, Attempts> attempts = new IdentityHashMap<>();

    private Operations(
            Database database,
            Archive archive,
            OperationSettings settings,
            Clock clock,
            RandomGenerator random) {
        this.database = database;
        this.archive = archive;
        usage = new Usage(clock);
        meter =
                new CapacityMeter(
                        database.tables()::all,
                        clock,
                        settings.enforcement(),
                        usage,
                        settings.watcher());
        items = new MeteredItems(database, meter);
        faults = new Faults(random);
        tableCalls = new TableCalls(database.tables(), usage);
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        expressions = new ExpressionCache(settings.parseCacheEntriesMax());
        statements = new ParseCache<>(settings.parseCacheEntriesMax(), String::length);
        reader = new RequestReader(DynamoDbShapes.load());
        List<Operation> dynamoDb = Registry.ofDynamoDb();
        List<Operation> streams = Registry.ofStreams();
        List<Operation> all = new ArrayList<>(dynamoDb);
        all.addAll(streams);
        all.forEach(operation -> rooms.put(operation, new ResponseRoom()));
        all.forEach(operation -> attempts.put(operation, new Attempts()));
        policyActions = new PolicyActions(all);
        tablePolicies = new TablePolicies(settings.parseCacheEntriesMax());
        dynamoDb.forEach(operation -> byTarget.put(DYNAMODB + operation.name(), operation));
        streams.forEach(operation -> byTarget.put(STREAMS + operation.name(), operation));
    }

    /** The operations over a database, with an archive in memory. */
    public static Operations open(
            Database database, OperationSettings settings, Clock clock, RandomGenerator random) {
        Archive archive = Archive.inMemory(database, clock, random);
        return open(database, archive, settings, clock, random);
    }

    /** The operations over a database and its archive. */
    public static Operations open(
            Database database,
            Archive archive,
            OperationSettings settings,
            Clock clock,
            RandomGenerator random) {
        Operations operations = new Operations(database, archive, settings, clock, random);
        archive.resume(ImportTable.RULES);
        return operations;
    }

    /**
     * Executes a call. Never throws, but on behalf of {@link LongWork#tryBriefly}: what goes wrong
     * is an answer too.
     */
    @Override
    public Response execute(Call call) {
        Operation operation = find(call.target());
        boolean accepted = operation != null && call.refusal().isEmpty();
        return accepted ? answer(operation, call) : refuse(operation, call);
    }

    /**
     * Whether a call of that target may wait for the disk or a lock, so that no event loop may run
     * it.
     */
    @Override
    public boolean mayBlock(Optional<String> target) {
        Operation operation = find(target);
        return operation != null
                && (operation.mayBlock()
                        || storeBlocks(operation)
                        || operation.readsMany() && !attempts.get(operation).areWorthwhile()
                        || faults.areSet()
                        || database.regions().faults().areSet());
    }

    private boolean storeBlocks(Operation operation) {
        boolean mayTry = operation.access() == Access.READ && database.readsAtOnce();
        return database.blocking() && !mayTry;
    }

    /** What is to go wrong on purpose. */
    public Faults faults() {
        return faults;
    }

    /** What of calls stands in the audit log. */
    public CallView audited() {
        return new AuditedCalls(database.tables(), reader, statements);
    }

    /** What was used of tables in the last minutes. */
    public Usage usage() {
        return usage;
    }

    /**
     * How many units were consumed since the start.
     *
     * @param index empty for the table itself
     * @param reads whether of reading, else of writing
     */
    public double consumedUnits(Table table, String index, boolean reads) {
        return meter.consumption(table, index, reads ? Direction.READ : Direction.WRITE).units();
    }

    @Override
    public String operation(Optional<String> target) {
        Operation operation = find(target);
        return operation == null ? "" : operation.name();
    }

    /** Adds calls by their tables, tables, capacity and outboxes to a page for Prometheus. */
    public void writeMetrics(MetricsPage page) {
        tableCalls.write(page);
        TableMetrics tables = new TableMetrics(database, page);
        tables.write();
        tables.writeConsumption(meter);
        database.outboxLag().ifPresent(lag -> OutboxMetrics.write(lag, page));
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
            return errors.refused(malformed);
        }
        return operation == null
                ? errors.unknownOperation()
                : errors.refused(call.refusal().orElseThrow());
    }

    private Response answer(Operation operation, Call call) {
        long start = System.nanoTime();
        Namespace namespace = new Namespace(call.principal().account(), call.principal().region());
        List<String> tables = List.of();
        Response response;
        try {
            Struct request =
                    LongWork.run(
                            UNITS_PER_BODY_BYTE * (long) call.body().length,
                            () -> reader.read(operation, call.body(), call.memory()));
            tables = NamedResources.tables(operation, request, statements);
            settings.watcher().names(tables);
            response = success(operation, request, tables, namespace, call);
        } catch (Throwable failure) {
            if (LongWork.isNotHere(failure)) {
                attempts.get(operation).failed();
                throw failure;
            }
            // Everything: a StackOverflowError or OutOfMemoryError is that call's answer as well,
            // and none of the connection's.
            response = errors.of(operation, failure);
        }
        if (LongWork.isBrief()) {
            attempts.get(operation).succeeded();
        }
        tableCalls.add(
                operation, namespace, tables, response.errorType(), System.nanoTime() - start);
        return response;
    }

    private Response success(
            Operation operation,
            Struct request,
            List<String> tables,
            Namespace namespace,
            Call call) {
        Optional<Permissions> permissions =
                call.judge().map(judge -> new Permissions(judge, tablePolicies));
        RequestContext context =
                new RequestContext(
                        database,
                        archive,
                        new LeasedItems(items, call.memory()),
                        settings,
                        clock,
                        random,
                        expressions,
                        statements,
                        policyActions,
                        permission(permissions),
                        call.principal(),
                        namespace);
        if (permissions.isPresent() && !operation.permitsMembers()) {
            permissions
                    .get()
                    .require(
                            context,
                            operation,
                            request,
                            named -> operation.resources(request, named));
        }
        ResponseRoom room = rooms.get(operation);
        ResponseWriter response = new ResponseWriter(room.take(call.memory()), call.memory());
        Faults.Strike strike = faults.strike(operation, tables, namespace);
        strike.before();
        if (operation.readsMany()) {
            LongWork.reading(() -> {
                operation.execute(context, request, response);
                return response;
            });
        } else {
            operation.execute(context, request, response);
        }
        strike.after();
        room.note(response.length());
        return new Response(200, Optional.empty(), response.bytes(), response.length())
                .with(permissions.map(Permissions::warning).orElse(""));
    }

    private static Permission permission(Optional<Permissions> permissions) {
        return permissions.isPresent() ? permissions.get() : Permission.EVERYTHING;
    }
}
