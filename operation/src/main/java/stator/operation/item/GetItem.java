package stator.operation.item;

import java.util.List;
import java.util.Optional;
import stator.expression.Projection;
import stator.model.Item;
import stator.operation.request.Access;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.ReadTarget;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.protocol.ValidationLayer;
import stator.storage.Consistency;

/** Reads one item by its key. */
public final class GetItem implements Operation {
    private static final ParameterStyle STYLE =
            new ParameterStyle(List.of("ProjectionExpression"), List.of("AttributesToGet"), false);

    @Override
    public String name() {
        return "GetItem";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public Access access() {
        return Access.READ;
    }

    @Override
    public ValidationLayer layer() {
        return ValidationLayer.CURRENT;
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public boolean readsMany() {
        return false;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String tableName = request.string("TableName");
        TableReference reference = TableReference.of(context, this, tableName);
        STYLE.check(request);
        Item key = request.item("Key");
        RequestExpressions.requireDistinctAttributes(request);
        RequestExpressions expressions = new RequestExpressions(context, request, STYLE);
        Optional<Projection> projection = expressions.projection();
        expressions.requireAllUsed();
        ItemTable table = ItemTable.open(context, reference, tableName);
        ItemKeys.requireKey(key, table.table().key());
        projection.ifPresent(
                checked -> ItemKeys.requireScalarUse(checked.nestedNames(), table.table()));

        Consistency consistency = ReadTarget.consistency(request);
        Optional<Item> item = context.items().get(table.table(), key, consistency);

        response.startObject();
        if (item.isPresent()) {
            response.member(
                    "Item",
                    projection.isPresent() ? projection.get().project(item.get()) : item.get());
        }
        ConsumedCapacity.Detail detail = ConsumedCapacity.Detail.of(request);
        if (detail != ConsumedCapacity.Detail.NONE) {
            ConsumedCapacity capacity = new ConsumedCapacity(table);
            capacity.addGet(item, consistency);
            capacity.writeMember(response, detail);
        }
        response.endObject();
    }
}
