package stator.operation.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteResult;
import stator.database.table.Table;
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
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.ReadTarget;
import stator.protocol.InvalidValueException;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.storage.Consistency;

/**
 * Executes up to 25 PartiQL statements, each by itself: reads of single items, or writes.
 *
 * <p>What is wrong with one statement is answered in its place, and the others are executed.
 */
public final class BatchExecuteStatement implements Operation {
    private static final String NO_KEY =
            "Select statements within BatchExecuteStatement must specify the primary key in the"
                    + " where clause.";

    @Override
    public String name() {
        return "BatchExecuteStatement";
    }

    @Override
    public boolean permitsMembers() {
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
        request.structs("Statements").forEach(named::statement);
    }

    /** A statement of the batch, as far as it got before anything is read or written. */
    private sealed interface Member {
        /** It can be executed. */
        sealed interface Ready extends Member {
            ItemTable table();

            /** Has the key attributes of its item. */
            Item key();
        }

        record Read(SelectStatement statement, Item key, Consistency consistency) implements Ready {
            @Override
            public ItemTable table() {
                return statement.table();
            }
        }

        record Write(WriteStatement statement) implements Ready {
            @Override
            public ItemTable table() {
                return statement.table();
            }

            @Override
            public Item key() {
                return statement.change().key();
            }
        }

        record Refused(ApiException error) implements Member {}
    }

    /** How a statement ended. */
    private record Result(
            Optional<ItemTable> table, Optional<Item> item, Optional<ApiException> error) {
        static Result of(ItemTable table, Optional<Item> item) {
            return new Result(Optional.of(table), item, Optional.empty());
        }

        /** The error of a statement that was executed names its table, others do not. */
        static Result failed(ItemTable table, ApiException error) {
            return new Result(Optional.of(table), Optional.empty(), Optional.of(error));
        }

        static Result refused(ApiException error) {
            return new Result(Optional.empty(), Optional.empty(), Optional.of(error));
        }
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        List<Member> members = prepare(context, request.structs("Statements"));
        requireDistinctItems(members);
        Map<ItemTable, ConsumedCapacity> capacities = new LinkedHashMap<>();
        List<Result> results = execute(context, members, capacities);

        response.startObject().field("Responses").startArray();
        results.forEach(result -> write(result, response));
        response.endArray();
        ConsumedCapacity.writeMember(
                response, ConsumedCapacity.Detail.of(request), List.copyOf(capacities.values()));
        response.endObject();
    }

    private List<Member> prepare(RequestContext context, List<Struct> statements) {
        List<Object> read = new ArrayList<>();
        Set<Boolean> kinds = new HashSet<>();
        for (Struct statement : statements) {
            try {
                BoundStatement bound = BoundStatement.read(context, statement);
                kinds.add(bound.reads());
                read.add(bound);
            } catch (ApiException | InvalidValueException e) {
                read.add(refusal(e));
            }
        }
        if (kinds.size() > 1) {
            throw ApiException.validation(
                    "Read and write requests together in the same batch is not supported.");
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            members.add(
                    read.get(i) instanceof BoundStatement bound
                            ? prepare(context, statements.get(i), bound)
                            : (Member) read.get(i));
        }
        return members;
    }

    private Member prepare(RequestContext context, Struct request, BoundStatement bound) {
        try {
            context.permission().require(context, this, request, named -> named.statement(request));
            if (bound.statement() instanceof Statement.Select select) {
                SelectStatement read = SelectStatement.of(context, this, bound, select);
                Item key = read.singleKey(NO_KEY);
                ItemKeys.requireKey(key, read.table().table().key());
                return new Member.Read(read, key, ReadTarget.consistency(request));
            }
            WriteStatement write = WriteStatement.of(context, this, bound);
            write.requireValid();
            return new Member.Write(write);
        } catch (ApiException | InvalidExpressionException | InvalidValueException e) {
            return refusal(e);
        }
    }

    private Member.Refused refusal(RuntimeException error) {
        return new Member.Refused(toApi(error));
    }

    /** What the client did wrong; anything else is the answer to the whole batch. */
    private ApiException toApi(RuntimeException error) {
        return switch (error) {
            case ApiException api -> api;
            case InvalidExpressionException invalid ->
                    ApiException.validation(Envelope.of(this, invalid));
            case InvalidValueException invalid ->
                    ApiException.validation(Envelope.of(this, invalid));
            default -> throw error;
        };
    }

    private static void requireDistinctItems(List<Member> members) {
        Map<Table, Set<Item>> seen = new LinkedHashMap<>();
        for (Member member : members) {
            if (member instanceof Member.Ready ready) {
                Table table = ready.table().table();
                Item key = ItemKeys.keyOf(ready.key(), table.key());
                if (!seen.computeIfAbsent(table, first -> new HashSet<>()).add(key)) {
                    throw ApiException.validation("Provided list of item keys contains duplicates");
                }
            }
        }
    }

    private List<Result> execute(
            RequestContext context,
            List<Member> members,
            Map<ItemTable, ConsumedCapacity> capacities) {
        List<TargetedWrite> writes = new ArrayList<>();
        for (Member member : members) {
            if (member instanceof Member.Write write) {
                writes.add(write.statement().targeted());
            }
        }
        List<WriteResult> written =
                writes.isEmpty() ? List.of() : context.items().writeEach(writes);
        List<Result> results = new ArrayList<>();
        int next = 0;
        for (Member member : members) {
            results.add(
                    switch (member) {
                        case Member.Refused refused -> Result.refused(refused.error());
                        case Member.Read read -> read(context, read, capacities);
                        case Member.Write write ->
                                written(write.statement(), written.get(next++), capacities);
                    });
        }
        return results;
    }

    private static Result read(
            RequestContext context, Member.Read read, Map<ItemTable, ConsumedCapacity> capacities) {
        try {
            Optional<Item> item =
                    context.items().get(read.table().table(), read.key(), read.consistency());
            capacity(capacities, read.table()).addGet(item, read.consistency());
            return Result.of(read.table(), item.map(read.statement()::project));
        } catch (ApiException throttled) {
            return Result.failed(read.table(), throttled);
        }
    }

    private Result written(
            WriteStatement statement,
            WriteResult result,
            Map<ItemTable, ConsumedCapacity> capacities) {
        return switch (result) {
            case WriteResult.Failed failed ->
                    Result.failed(statement.table(), toApi(failed.cause()));
            case WriteResult.Done(WriteOutcome.Rejected rejected) ->
                    Result.failed(statement.table(), statement.refused(rejected, false));
            case WriteResult.Done(WriteOutcome.Applied applied) -> {
                capacity(capacities, statement.table()).addWrite(applied);
                yield Result.of(statement.table(), statement.items(applied).stream().findFirst());
            }
        };
    }

    private static ConsumedCapacity capacity(
            Map<ItemTable, ConsumedCapacity> capacities, ItemTable table) {
        return capacities.computeIfAbsent(table, ConsumedCapacity::new);
    }

    private static void write(Result result, ResponseWriter response) {
        response.startObject();
        result.error()
                .ifPresent(error -> {
                    response.field("Error").startObject().member("Code", code(error.code()));
                    response.member("Message", error.getMessage()).endObject();
                });
        result.item().ifPresent(item -> response.member("Item", item));
        result.table().ifPresent(table -> response.member("TableName", table.reference()));
        response.endObject();
    }

    /** An error as BatchStatementErrorCodeEnum names it. */
    private static String code(ErrorCode code) {
        return switch (code) {
            case CONDITIONAL_CHECK_FAILED -> "ConditionalCheckFailed";
            case DUPLICATE_ITEM -> "DuplicateItem";
            case RESOURCE_NOT_FOUND -> "ResourceNotFound";
            case ACCESS_DENIED -> "AccessDenied";
            case TRANSACTION_CONFLICT, REPLICATED_WRITE_CONFLICT -> "TransactionConflict";
            case INTERNAL_SERVER_ERROR -> "InternalServerError";
            case ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED -> "ItemCollectionSizeLimitExceeded";
            case PROVISIONED_THROUGHPUT_EXCEEDED -> "ProvisionedThroughputExceeded";
            case THROTTLING -> "ThrottlingError";
            default -> "ValidationError";
        };
    }
}
