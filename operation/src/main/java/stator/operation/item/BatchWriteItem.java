package stator.operation.item;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteResult;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemCollectionMetrics;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.SizeLimit;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** Puts and deletes up to 25 items of any tables, each by itself and without conditions. */
public final class BatchWriteItem implements Operation {
    /** Most writes of one request. */
    static final int WRITES_MAX = 25;

    @Override
    public String name() {
        return "BatchWriteItem";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }

    @Override
    public boolean reportsMapKeysLast() {
        return true;
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        request.structListMap("RequestItems")
                .forEach((table, writes) -> {
                    named.doing(name(), writes);
                    named.table(table);
                });
    }

    /** One write, before its table is known: the item of a put, or the key of a delete. */
    private record Write(boolean puts, Item item) {
        /** Writes it as it was asked for. */
        void writeTo(ResponseWriter response) {
            response.startObject().field(puts ? "PutRequest" : "DeleteRequest");
            response.startObject().member(puts ? "Item" : "Key", item).endObject();
            response.endObject();
        }
    }

    /** What is asked of one table; {@code reference} is how the request names it. */
    private record TableWrites(TableReference table, String reference, List<Write> writes) {}

    /**
     * One table of the batch.
     *
     * @param from the position of its first write among all
     * @param writes as asked for
     */
    private record TableBatch(ItemTable table, int from, List<Write> writes) {
        int to() {
            return from + writes.size();
        }
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        if (request.structListMap("RequestItems").isEmpty()) {
            throw ApiException.validation(
                    "The requestItems parameter is required for BatchWriteItem");
        }
        List<TableWrites> tableWrites = new ArrayList<>();
        request.structListMap("RequestItems")
                .forEach((reference, writes) -> tableWrites.add(read(context, reference, writes)));
        if (tableWrites.stream().mapToInt(ofTable -> ofTable.writes().size()).sum() > WRITES_MAX) {
            throw ApiException.validation("Too many items requested for the BatchWriteItem call");
        }

        List<TableBatch> tables = new ArrayList<>();
        List<TargetedWrite> targeted = new ArrayList<>();
        Map<TableReference, Set<Item>> seen = new HashMap<>();
        for (TableWrites ofTable : tableWrites) {
            ItemTable table = ItemTable.open(context, ofTable.table(), ofTable.reference());
            Set<Item> keys = seen.computeIfAbsent(ofTable.table(), name -> new HashSet<>());
            int from = targeted.size();
            ofTable.writes().forEach(write -> targeted.add(target(table, write, keys)));
            tables.add(new TableBatch(table, from, ofTable.writes()));
        }
        List<WriteResult> results = context.items().writeEach(targeted);
        requireProgress(results);
        List<Optional<WriteOutcome.Applied>> outcomes =
                results.stream().map(BatchWriteItem::applied).toList();

        ConsumedCapacity.Detail detail = ConsumedCapacity.Detail.of(request);
        response.startObject();
        writeUnprocessed(tables, outcomes, response);
        ItemCollectionMetrics.writeMember(response, context, request, changed(tables, outcomes));
        if (detail != ConsumedCapacity.Detail.NONE) {
            ConsumedCapacity.writeMember(response, detail, capacities(tables, outcomes));
        }
        response.endObject();
    }

    private TableWrites read(RequestContext context, String reference, List<Struct> requests) {
        TableReference table = TableReference.of(context, this, reference);
        return new TableWrites(
                table, reference, requests.stream().map(BatchWriteItem::readWrite).toList());
    }

    private static Write readWrite(Struct request) {
        if (request.has("PutRequest") == request.has("DeleteRequest")) {
            throw ApiException.validation(
                    "Supplied AttributeValue has more than one datatypes set, must contain exactly"
                            + " one of the supported datatypes");
        }
        if (request.has("DeleteRequest")) {
            return new Write(false, request.struct("DeleteRequest").item("Key"));
        }
        Item item = request.struct("PutRequest").item("Item");
        SizeLimit.requireItem(item);
        return new Write(true, item);
    }

    private static TargetedWrite target(ItemTable table, Write write, Set<Item> keys) {
        if (write.puts()) {
            ItemKeys.requireBatchItem(write.item(), table.table());
        } else {
            ItemKeys.requireKey(write.item(), table.table().key());
        }
        if (!keys.add(ItemKeys.keyOf(write.item(), table.table().key()))) {
            throw ApiException.validation("Provided list of item keys contains duplicates");
        }
        WriteDecision decision =
                write.puts() ? new WriteDecision.Put(write.item()) : new WriteDecision.Delete();
        ItemWrite unconditional = current -> decision;
        return new TargetedWrite(table.table(), write.item(), unconditional);
    }

    /** A batch fails only if none of it could be written. */
    private static void requireProgress(List<WriteResult> results) {
        if (results.stream().allMatch(BatchWriteItem::isUnprocessed)
                && results.getFirst() instanceof WriteResult.Failed failed) {
            throw failed.cause();
        }
    }

    /** Whether trying again later may help. */
    private static boolean isUnprocessed(WriteResult result) {
        return result instanceof WriteResult.Failed failed
                && failed.cause() instanceof ApiException error
                && (!error.throttlingReasons().isEmpty()
                        || error.code() == ErrorCode.REPLICATED_WRITE_CONFLICT
                        || error.code() == ErrorCode.INTERNAL_SERVER_ERROR);
    }

    /**
     * What a write did, unless it was left for later. An unconditional write can fail otherwise
     * only with the store, and then nothing is known of it.
     */
    private static Optional<WriteOutcome.Applied> applied(WriteResult result) {
        if (isUnprocessed(result)) {
            return Optional.empty();
        }
        return switch (result) {
            case WriteResult.Failed failed -> throw failed.cause();
            case WriteResult.Done done ->
                    switch (done.outcome()) {
                        case WriteOutcome.Applied applied -> Optional.of(applied);
                        case WriteOutcome.Rejected rejected ->
                                throw new IllegalStateException("Nothing rejects " + rejected);
                    };
        };
    }

    private static void writeUnprocessed(
            List<TableBatch> tables,
            List<Optional<WriteOutcome.Applied>> outcomes,
            ResponseWriter response) {
        response.field("UnprocessedItems").startObject();
        for (TableBatch batch : tables) {
            List<Write> unprocessed = new ArrayList<>();
            for (int i = 0; i < batch.writes().size(); i++) {
                if (outcomes.get(batch.from() + i).isEmpty()) {
                    unprocessed.add(batch.writes().get(i));
                }
            }
            if (!unprocessed.isEmpty()) {
                response.field(batch.table().reference()).startArray();
                unprocessed.forEach(write -> write.writeTo(response));
                response.endArray();
            }
        }
        response.endObject();
    }

    private static List<ConsumedCapacity> capacities(
            List<TableBatch> tables, List<Optional<WriteOutcome.Applied>> outcomes) {
        List<ConsumedCapacity> capacities = new ArrayList<>();
        for (TableBatch batch : tables) {
            ConsumedCapacity capacity = new ConsumedCapacity(batch.table());
            outcomes.subList(batch.from(), batch.to())
                    .forEach(outcome -> outcome.ifPresent(capacity::addWrite));
            capacities.add(capacity);
        }
        return capacities;
    }

    private static Map<ItemTable, List<Item>> changed(
            List<TableBatch> tables, List<Optional<WriteOutcome.Applied>> outcomes) {
        Map<ItemTable, List<Item>> items = new LinkedHashMap<>();
        for (TableBatch batch : tables) {
            for (int i = 0; i < batch.writes().size(); i++) {
                if (outcomes.get(batch.from() + i).isPresent()) {
                    items.computeIfAbsent(batch.table(), table -> new ArrayList<>())
                            .add(batch.writes().get(i).item());
                }
            }
        }
        return items;
    }
}
