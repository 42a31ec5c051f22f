package stator.operation.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.database.item.TableKey;
import stator.database.table.Table;
import stator.expression.Projection;
import stator.model.ApiException;
import stator.model.Item;
import stator.operation.item.GetItem;
import stator.operation.item.ParameterStyle;
import stator.operation.item.RequestExpressions;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.storage.Consistency;
import stator.storage.StoreException;

/** Reads up to a hundred items of any tables as they stand at one moment. */
public final class TransactGetItems implements Operation {
    /** What policies know its members as. */
    private static final String READ = new GetItem().name();

    private static final ParameterStyle STYLE =
            new ParameterStyle(List.of("ProjectionExpression"), List.of(), false);

    @Override
    public String name() {
        return "TransactGetItems";
    }

    @Override
    public boolean encloses() {
        return true;
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public Access access() {
        return Access.READ;
    }

    /** Most are small; how much is read shows. */
    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        for (Struct element : request.structs("TransactItems")) {
            element.findStruct("Get")
                    .ifPresent(get -> {
                        named.doing(READ, List.of(get));
                        named.tableIn(get, "TableName");
                    });
        }
    }

    /** One action. */
    private record Get(
            TableReference reference, String given, Item key, Optional<Projection> projection) {
        /** What is wrong with it. */
        CancellationReason validate(Table table) {
            try {
                ItemKeys.requireKey(key, table.key());
                projection.ifPresent(
                        checked -> ItemKeys.requireScalarUse(checked.nestedNames(), table));
                return CancellationReason.NONE;
            } catch (ApiException e) {
                return CancellationReason.of(e);
            }
        }

        Optional<Item> show(Optional<Item> found) {
            return projection.isEmpty()
                    ? found
                    // Unlike GetItem, which shows an item without attributes.
                    : found.map(projection.get()::project).filter(item -> !item.isEmpty());
        }
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        List<Get> gets = new ArrayList<>();
        for (Struct element : request.structs("TransactItems")) {
            gets.add(read(context, element.struct("Get")));
        }
        TransactionTargets targets = new TransactionTargets(context);
        List<ItemTable> tables = new ArrayList<>();
        for (Get get : gets) {
            tables.add(targets.open(get.reference(), get.given()));
        }
        requireValid(gets, tables, targets);
        respond(request, gets, tables, items(context, gets, tables, targets), response);
    }

    private Get read(RequestContext context, Struct get) {
        String given = get.string("TableName");
        TableReference reference = TableReference.of(context, this, given);
        STYLE.check(get);
        Item key = get.item("Key");
        RequestExpressions expressions = new RequestExpressions(context, get, STYLE);
        Optional<Projection> projection = expressions.projection();
        expressions.requireAllUsed();
        return new Get(reference, given, key, projection);
    }

    private static void requireValid(
            List<Get> gets, List<ItemTable> tables, TransactionTargets targets) {
        List<CancellationReason> reasons = new ArrayList<>();
        for (int i = 0; i < gets.size(); i++) {
            Table table = tables.get(i).table();
            ItemKeys.requireNotEmpty(gets.get(i).key(), table.key());
            reasons.add(gets.get(i).validate(table));
        }
        for (int i = 0; i < gets.size(); i++) {
            targets.add(gets.get(i).reference(), tables.get(i).table(), gets.get(i).key());
        }
        if (reasons.stream().anyMatch(reason -> reason != CancellationReason.NONE)) {
            throw new TransactionCanceledException(reasons);
        }
    }

    private static List<Optional<Item>> items(
            RequestContext context,
            List<Get> gets,
            List<ItemTable> tables,
            TransactionTargets targets) {
        List<TableKey> keys = new ArrayList<>();
        for (int i = 0; i < gets.size(); i++) {
            keys.add(new TableKey(tables.get(i).table(), gets.get(i).key()));
        }
        try {
            List<Optional<Item>> items = context.items().getTogether(keys);
            items.forEach(item -> targets.addBytes(item.map(Item::sizeBytes).orElse(0)));
            return items;
        } catch (StoreException.Conflict e) {
            throw new TransactionCanceledException(
                    gets.stream().map(get -> CancellationReason.conflict()).toList());
        }
    }

    private static void respond(
            Struct request,
            List<Get> gets,
            List<ItemTable> tables,
            List<Optional<Item>> items,
            ResponseWriter response) {
        Map<ItemTable, ConsumedCapacity> capacities = new LinkedHashMap<>();
        response.startObject().field("Responses").startArray();
        for (int i = 0; i < gets.size(); i++) {
            capacities
                    .computeIfAbsent(
                            tables.get(i),
                            table ->
                                    new ConsumedCapacity(
                                            table, ConsumedCapacity.Kind.TRANSACTIONAL_READ))
                    .addGet(items.get(i), Consistency.STRONG);
            response.startObject();
            Optional<Item> shown = gets.get(i).show(items.get(i));
            shown.ifPresent(item -> response.member("Item", item));
            response.endObject();
        }
        response.endArray();
        ConsumedCapacity.writeMember(
                response, ConsumedCapacity.Detail.of(request), List.copyOf(capacities.values()));
        response.endObject();
    }
}
