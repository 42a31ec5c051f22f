package stator.operation.item;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.database.item.TableKey;
import stator.expression.Projection;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.LongWork;
import stator.operation.request.Access;
import stator.operation.request.InvalidRequestException;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.RequestRule;
import stator.operation.request.TableReference;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.ReadTarget;
import stator.protocol.CurrentLayer;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.protocol.ValidationLayer;
import stator.storage.Consistency;

/** Reads up to a hundred items of any tables by their keys. */
public final class BatchGetItem implements Operation {
    /** Most keys of one request. */
    static final int KEYS_MAX = 100;

    /** Most bytes of items in one response; the keys of the rest are handed back. */
    static final int RESPONSE_BYTES_MAX = 16 << 20;

    /** How many items are read at once, so that a full response never holds much more. */
    private static final int READ_KEYS_MAX = 25;

    private static final ParameterStyle STYLE =
            new ParameterStyle(List.of("ProjectionExpression"), List.of("AttributesToGet"), false);

    @Override
    public String name() {
        return "BatchGetItem";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public Access access() {
        return Access.READ;
    }

    /** Most batches are small; those that take several reads go elsewhere. */
    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public ValidationLayer layer() {
        return ValidationLayer.CURRENT;
    }

    @Override
    public void checkAlone(Struct request) {
        Map<String, Struct> requestItems = request.structMap("RequestItems");
        if (requestItems.isEmpty()) {
            throw CurrentLayer.tooShort("RequestItems");
        }
        requestItems.forEach((table, ofTable) -> {
            if (!ofTable.has("Keys")) {
                return;
            }
            String path = "RequestItems." + table + ".member.Keys";
            int keys = ofTable.sizeOf("Keys");
            if (keys == 0) {
                throw CurrentLayer.tooShort(path);
            }
            if (keys > KEYS_MAX) {
                throw CurrentLayer.outOfLimit(path, "length less than or equal to " + KEYS_MAX);
            }
        });
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        request.structMap("RequestItems")
                .forEach((table, reads) -> {
                    named.doing(name(), List.of(reads));
                    named.table(table);
                });
    }

    /** What is asked of one table; {@code reference} is how the request names it. */
    private record TableRequest(
            TableReference table,
            String reference,
            Struct request,
            List<Item> keys,
            Optional<Projection> projection) {}

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        List<TableRequest> tableRequests = new ArrayList<>();
        Map<String, Struct> requestItems = request.structMap("RequestItems");
        requestItems.forEach(
                (reference, ofTable) -> tableRequests.add(read(context, reference, ofTable)));
        requireOneStyle(requestItems);
        requireDistinctKeys(tableRequests);
        requireOneReadWhereOthersWait(tableRequests);

        List<ItemTable> tables = new ArrayList<>();
        for (TableRequest tableRequest : tableRequests) {
            ItemTable table =
                    ItemTable.open(context, tableRequest.table(), tableRequest.reference());
            tableRequest.keys().forEach(key -> ItemKeys.requireKey(key, table.table().key()));
            tableRequest
                    .projection()
                    .ifPresent(checked ->
                            ItemKeys.requireScalarUse(checked.nestedNames(), table.table()));
            tables.add(table);
        }
        respond(context, request, tableRequests, tables, response);
    }

    private TableRequest read(RequestContext context, String reference, Struct ofTable) {
        TableReference table = TableReference.of(context, this, reference);
        STYLE.check(ofTable);
        RequestExpressions.requireDistinctAttributes(ofTable);
        RequestExpressions expressions = new RequestExpressions(context, ofTable, STYLE);
        Optional<Projection> projection = expressions.projection();
        expressions.requireAllUsed();
        return new TableRequest(table, reference, ofTable, ofTable.items("Keys"), projection);
    }

    /** Expressions for one table and legacy parameters for another count as mixed, too. */
    private static void requireOneStyle(Map<String, Struct> requestItems) {
        boolean usesExpressions = requestItems.values().stream().anyMatch(STYLE::usesExpressions);
        boolean usesLegacy =
                requestItems.values().stream().anyMatch(ofTable -> ofTable.has("AttributesToGet"));
        if (usesExpressions && usesLegacy) {
            throw new InvalidRequestException(
                    RequestRule.MIXED_PARAMETERS,
                    "Can not use both expression and non-expression parameters in the same"
                            + " request: Non-expression parameters: {AttributesToGet} Expression"
                            + " parameters: {ProjectionExpression}");
        }
    }

    private static void requireDistinctKeys(List<TableRequest> tableRequests) {
        Map<TableReference, Set<Item>> seen = new LinkedHashMap<>();
        int count = 0;
        for (TableRequest tableRequest : tableRequests) {
            Set<Item> keys = seen.computeIfAbsent(tableRequest.table(), table -> new HashSet<>());
            for (Item key : tableRequest.keys()) {
                if (!keys.add(key)) {
                    throw ApiException.validation("Provided list of item keys contains duplicates");
                }
                count++;
            }
        }
        if (count > KEYS_MAX) {
            throw ApiException.validation("Too many items requested for the BatchGetItem call");
        }
    }

    /** What a read has consumed is not given back when the next one has to be made elsewhere. */
    private static void requireOneReadWhereOthersWait(List<TableRequest> tableRequests) {
        boolean isOne =
                tableRequests.size() == 1
                        && tableRequests.getFirst().keys().size() <= READ_KEYS_MAX;
        if (!isOne && LongWork.isBrief()) {
            throw LongWork.notHere();
        }
    }

    private static void respond(
            RequestContext context,
            Struct request,
            List<TableRequest> tableRequests,
            List<ItemTable> tables,
            ResponseWriter response) {
        ConsumedCapacity.Detail detail = ConsumedCapacity.Detail.of(request);
        List<ConsumedCapacity> capacities = new ArrayList<>();
        List<TableRead> reads = new ArrayList<>();
        int room = RESPONSE_BYTES_MAX;
        response.startObject().field("Responses").startObject();
        for (int i = 0; i < tables.size(); i++) {
            TableRead read = new TableRead(context, tables.get(i), tableRequests.get(i), detail);
            response.field(tableRequests.get(i).reference()).startArray();
            room = read.write(response, room);
            response.endArray();
            capacities.add(read.capacity);
            reads.add(read);
        }
        requireProgress(reads);
        response.endObject().field("UnprocessedKeys").startObject();
        for (int i = 0; i < tables.size(); i++) {
            if (!reads.get(i).unprocessed.isEmpty()) {
                writeUnprocessed(response, tableRequests.get(i), reads.get(i).unprocessed);
            }
        }
        response.endObject();
        ConsumedCapacity.writeMember(response, detail, capacities);
        response.endObject();
    }

    /** A batch is throttled only if none of it could be read. */
    private static void requireProgress(List<TableRead> reads) {
        if (reads.stream().allMatch(read -> read.processed == 0)) {
            for (TableRead read : reads) {
                if (read.refusal != null) {
                    throw read.refusal;
                }
            }
        }
    }

    /** The read of one table's keys, until the response is full. */
    private static final class TableRead {
        /** Of smaller ones a batch can hold any hundred. */
        private static final int COUNTED_ITEM_BYTES_MIN = 16 * 1024;

        private final RequestContext context;
        private final ItemTable table;
        private final TableRequest request;
        private final Consistency consistency;
        private final boolean wantsCapacity;
        private final ConsumedCapacity capacity;
        private final List<Item> unprocessed = new ArrayList<>();
        private int processed;

        /** Null if nothing was throttled. */
        private ApiException refusal;

        TableRead(
                RequestContext context,
                ItemTable table,
                TableRequest request,
                ConsumedCapacity.Detail detail) {
            this.context = context;
            this.table = table;
            this.request = request;
            consistency = ReadTarget.consistency(request.request());
            wantsCapacity = detail != ConsumedCapacity.Detail.NONE;
            capacity = new ConsumedCapacity(table);
        }

        /** Writes the items for which there is room, and returns what is left of it. */
        int write(ResponseWriter response, int roomBytes) {
            int room = roomBytes;
            List<Item> keys = request.keys();
            for (int from = 0; from < keys.size(); from += READ_KEYS_MAX) {
                int to = Math.min(from + READ_KEYS_MAX, keys.size());
                List<Item> some = admitted(keys.subList(from, to));
                List<Optional<Item>> items = readAll(some);
                for (int i = 0; i < items.size(); i++) {
                    int size = items.get(i).map(Item::sizeBytes).orElse(0);
                    if (size > room || !hasMemory(response, items.get(i))) {
                        unprocessed.addAll(some.subList(i, some.size()));
                        unprocessed.addAll(keys.subList(to, keys.size()));
                        return 0;
                    }
                    room -= size;
                    processed++;
                    write(response, items.get(i));
                }
            }
            return room;
        }

        /**
         * Whether the answer may grow by an item. AWS counts the sizes of items, and JSON can make
         * six times as much of them; what there is no memory for is left for the next call.
         */
        private boolean hasMemory(ResponseWriter response, Optional<Item> item) {
            return processed == 0
                    || item.isEmpty()
                    || item.get().documentBytes() < COUNTED_ITEM_BYTES_MIN
                    || response.hasRoomFor(item.get());
        }

        private List<Optional<Item>> readAll(List<Item> keys) {
            return context.items()
                    .getAll(
                            keys.stream().map(key -> new TableKey(table.table(), key)).toList(),
                            consistency);
        }

        /** The keys that may be read now; the others remain unprocessed. */
        private List<Item> admitted(List<Item> keys) {
            List<Item> admitted = new ArrayList<>(keys.size());
            for (Item key : keys) {
                Optional<ApiException> refused =
                        context.items().refusal(new TableKey(table.table(), key));
                if (refused.isEmpty()) {
                    admitted.add(key);
                } else {
                    refusal = refused.get();
                    unprocessed.add(key);
                }
            }
            return admitted;
        }

        private void write(ResponseWriter response, Optional<Item> item) {
            if (wantsCapacity) {
                capacity.addGet(item, consistency);
            }
            if (item.isPresent()) {
                response.item(
                        request.projection().isPresent()
                                ? request.projection().get().project(item.get())
                                : item.get());
            }
        }
    }

    private static void writeUnprocessed(
            ResponseWriter response, TableRequest tableRequest, List<Item> keys) {
        Struct given = tableRequest.request();
        response.field(tableRequest.reference()).startObject().field("Keys").startArray();
        keys.forEach(response::item);
        response.endArray();
        if (given.has("ConsistentRead")) {
            response.member("ConsistentRead", given.bool("ConsistentRead"));
        }
        if (given.has("ProjectionExpression")) {
            response.member("ProjectionExpression", given.string("ProjectionExpression"));
        }
        if (given.has("ExpressionAttributeNames")) {
            response.field("ExpressionAttributeNames").startObject();
            given.stringMap("ExpressionAttributeNames").forEach(response::member);
            response.endObject();
        }
        if (given.has("AttributesToGet")) {
            response.field("AttributesToGet").startArray();
            given.strings("AttributesToGet").forEach(response::string);
            response.endArray();
        }
        response.endObject();
    }
}
