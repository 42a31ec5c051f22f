package stator.operation.statement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import stator.database.item.TableKey;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.operation.partiql.Statement;
import stator.operation.request.Access;
import stator.operation.request.Envelope;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.transaction.CancellationReason;
import stator.operation.transaction.TransactionCanceledException;
import stator.operation.transaction.TransactionCommit;
import stator.operation.transaction.TransactionTargets;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.storage.Consistency;
import stator.storage.StoreException;

/**
 * Executes up to a hundred PartiQL statements on different items as one transaction, which either
 * only reads or only writes.
 *
 * <p>What a statement itself shows to be wrong is the answer to the whole request and names the
 * statement. What the table shows, that it is not there or has another key, cancels the transaction
 * (captured by floci, September 2026).
 */
public final class ExecuteTransaction implements Operation {
    private static final String NO_KEY =
            "Select statements within ExecuteTransaction must specify the primary key in the where"
                    + " clause.";

    @Override
    public String name() {
        return "ExecuteTransaction";
    }

    @Override
    public boolean encloses() {
        return true;
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public Access access() {
        return Access.STATEMENT;
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        request.structs("TransactStatements").forEach(named::statement);
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        List<Struct> given = request.structs("TransactStatements");
        List<BoundStatement> statements = new ArrayList<>();
        for (Struct statement : given) {
            statements.add(
                    inStatement(statements.size(), () -> BoundStatement.read(context, statement)));
        }
        long reads = statements.stream().filter(BoundStatement::reads).count();
        if (reads > 0 && reads < statements.size()) {
            throw ApiException.validation(
                    "ExecuteTransaction API does not support both read and write operations in the"
                            + " same request.");
        }
        if (reads > 0) {
            read(context, request, statements, response);
        } else {
            write(context, request, statements, response);
        }
    }

    /** Does something with one statement; what is wrong with it names the statement. */
    private <T> T inStatement(int index, Supplier<T> step) {
        try {
            return step.get();
        } catch (ApiException e) {
            if (e.code() != ErrorCode.VALIDATION) {
                throw e;
            }
            throw failedIn(index, e.getMessage());
        } catch (InvalidExpressionException e) {
            throw failedIn(index, Envelope.of(this, e));
        }
    }

    private static ApiException failedIn(int index, String problem) {
        return ApiException.validation(
                "Validation failed in TransactStatements[" + index + "]: " + problem);
    }

    /** A statement with its table, or why it has none. */
    private record Found<T>(Optional<T> statement, CancellationReason reason) {}

    private <T> Found<T> find(int index, Supplier<T> step) {
        try {
            return new Found<>(Optional.of(inStatement(index, step)), CancellationReason.NONE);
        } catch (ApiException e) {
            if (e.code() != ErrorCode.RESOURCE_NOT_FOUND) {
                throw e;
            }
            return new Found<>(
                    Optional.empty(), CancellationReason.of("ResourceNotFound", e.getMessage()));
        }
    }

    private static void requireNone(List<CancellationReason> reasons) {
        if (reasons.stream().anyMatch(reason -> reason != CancellationReason.NONE)) {
            throw new TransactionCanceledException(reasons);
        }
    }

    /** A SELECT with the key of its item. */
    private record Read(SelectStatement statement, Item key) {
        TableKey tableKey() {
            return new TableKey(statement.table().table(), key);
        }
    }

    private void read(
            RequestContext context,
            Struct request,
            List<BoundStatement> statements,
            ResponseWriter response) {
        List<Read> reads = new ArrayList<>();
        List<CancellationReason> reasons = new ArrayList<>();
        for (BoundStatement bound : statements) {
            Found<Read> found = find(reasons.size(), () -> read(context, bound));
            found.statement().ifPresent(reads::add);
            reasons.add(
                    found.statement()
                            .map(read ->
                                    CancellationReason.ofCheck(() ->
                                            ItemKeys.requireKey(
                                                    read.key(), read.tableKey().table().key())))
                            .orElse(found.reason()));
        }
        requireNone(reasons);
        TransactionTargets targets = new TransactionTargets(context);
        for (Read read : reads) {
            targets.add(
                    TableReference.of(context, this, read.statement().table().reference()),
                    read.tableKey().table(),
                    read.key());
        }
        List<Optional<Item>> items = items(context, reads);
        items.forEach(item -> targets.addBytes(item.map(Item::sizeBytes).orElse(0)));
        respond(request, reads, items, response);
    }

    private Read read(RequestContext context, BoundStatement bound) {
        Statement.Select select = (Statement.Select) bound.statement();
        SelectStatement statement = SelectStatement.of(context, this, bound, select);
        if (!select.source().index().isEmpty()) {
            throw ApiException.validation(
                    "Reads on indices are not supported within transactions.");
        }
        return new Read(statement, statement.singleKey(NO_KEY));
    }

    private static List<Optional<Item>> items(RequestContext context, List<Read> reads) {
        try {
            return context.items().getTogether(reads.stream().map(Read::tableKey).toList());
        } catch (StoreException.Conflict e) {
            throw new TransactionCanceledException(
                    reads.stream().map(read -> CancellationReason.conflict()).toList());
        }
    }

    private static void respond(
            Struct request, List<Read> reads, List<Optional<Item>> items, ResponseWriter response) {
        Map<ItemTable, ConsumedCapacity> capacities = new LinkedHashMap<>();
        response.startObject().field("Responses").startArray();
        for (int i = 0; i < reads.size(); i++) {
            SelectStatement statement = reads.get(i).statement();
            capacities
                    .computeIfAbsent(
                            statement.table(),
                            table ->
                                    new ConsumedCapacity(
                                            table, ConsumedCapacity.Kind.TRANSACTIONAL_READ))
                    .addGet(items.get(i), Consistency.STRONG);
            response.startObject();
            items.get(i).ifPresent(item -> response.member("Item", statement.project(item)));
            response.endObject();
        }
        response.endArray();
        ConsumedCapacity.writeMember(
                response, ConsumedCapacity.Detail.of(request), List.copyOf(capacities.values()));
        response.endObject();
    }

    private void write(
            RequestContext context,
            Struct request,
            List<BoundStatement> statements,
            ResponseWriter response) {
        List<WriteStatement> writes = new ArrayList<>();
        List<CancellationReason> reasons = new ArrayList<>();
        for (BoundStatement bound : statements) {
            Found<WriteStatement> found =
                    find(reasons.size(), () -> WriteStatement.ofTransaction(context, this, bound));
            found.statement().ifPresent(writes::add);
            reasons.add(found.statement().map(WriteStatement::validate).orElse(found.reason()));
        }
        requireNone(reasons);
        TransactionTargets targets = new TransactionTargets(context);
        for (WriteStatement write : writes) {
            targets.add(
                    TableReference.of(context, this, write.table().reference()),
                    write.table().table(),
                    write.change().key());
        }
        List<TargetedWrite> targeted =
                writes.stream().map(WriteStatement::targetedInTransaction).toList();
        Map<ItemTable, ConsumedCapacity> capacities = new LinkedHashMap<>();
        switch (TransactionCommit.of(
                context,
                TransactionCommit.token(context, this, request, "TransactStatements"),
                targeted)) {
            case TransactionOutcome.Decided decided ->
                    addCapacity(capacities, writes, applied(request, writes, decided.outcomes()));
            case TransactionOutcome.Repeated repeated -> {
                for (int i = 0; i < writes.size(); i++) {
                    capacity(capacities, writes.get(i), ConsumedCapacity.Kind.TRANSACTIONAL_READ)
                            .addTable(
                                    ConsumedCapacity.readUnits(
                                            repeated.itemBytes().get(i), Consistency.STRONG));
                }
            }
            case TransactionOutcome.Mismatched mismatched -> throw TransactionCommit.mismatched();
            case TransactionOutcome.InProgress inProgress -> throw TransactionCommit.inProgress();
        }
        response.startObject().field("Responses").startArray().endArray();
        ConsumedCapacity.writeMember(
                response, ConsumedCapacity.Detail.of(request), List.copyOf(capacities.values()));
        response.endObject();
    }

    private static List<WriteOutcome.Applied> applied(
            Struct request, List<WriteStatement> writes, WriteOutcomes outcomes) {
        List<CancellationReason> reasons = new ArrayList<>();
        List<WriteOutcome.Applied> applied = new ArrayList<>();
        List<Struct> given = request.structs("TransactStatements");
        for (int i = 0; i < writes.size(); i++) {
            switch (outcomes.results().get(i)) {
                case WriteResult.Failed failed ->
                        reasons.add(CancellationReason.of(failed.cause()));
                case WriteResult.Done(WriteOutcome.Applied done) -> {
                    reasons.add(CancellationReason.NONE);
                    applied.add(done);
                }
                case WriteResult.Done(WriteOutcome.Rejected rejected) ->
                        reasons.add(writes.get(i).reason(rejected, given.get(i)));
            }
        }
        if (!outcomes.applied()) {
            throw new TransactionCanceledException(reasons);
        }
        return applied;
    }

    private static void addCapacity(
            Map<ItemTable, ConsumedCapacity> capacities,
            List<WriteStatement> writes,
            List<WriteOutcome.Applied> outcomes) {
        for (int i = 0; i < writes.size(); i++) {
            capacity(capacities, writes.get(i), ConsumedCapacity.Kind.TRANSACTIONAL_WRITE)
                    .addWrite(outcomes.get(i));
        }
    }

    private static ConsumedCapacity capacity(
            Map<ItemTable, ConsumedCapacity> capacities,
            WriteStatement write,
            ConsumedCapacity.Kind kind) {
        return capacities.computeIfAbsent(
                write.table(), table -> new ConsumedCapacity(table, kind));
    }
}
