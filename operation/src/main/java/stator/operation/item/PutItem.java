package stator.operation.item;

import java.util.List;
import java.util.Optional;
import stator.database.item.WriteOutcome;
import stator.expression.Condition;
import stator.model.Item;
import stator.operation.request.Access;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ItemChange;
import stator.operation.target.ItemTable;
import stator.operation.target.SizeLimit;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.protocol.ValidationLayer;

/** Writes an item in the place of whatever has its key. */
public final class PutItem implements Operation {
    private static final ParameterStyle STYLE =
            new ParameterStyle(
                    List.of("ConditionExpression"),
                    List.of("Expected", "ConditionalOperator"),
                    false);

    @Override
    public String name() {
        return "PutItem";
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
    public ValidationLayer layer() {
        return ValidationLayer.CURRENT;
    }

    @Override
    public boolean isEnveloped() {
        return true;
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String tableName = request.string("TableName");
        TableReference reference = TableReference.of(context, this, tableName);
        STYLE.check(request);
        LegacyParameters.requireConditionsToJoin(request, "Expected");
        Item item = request.item("Item");
        ConditionalWrite.requireOldValuesOnly(request);
        SizeLimit.requireItem(item);
        RequestExpressions expressions = new RequestExpressions(context, request, STYLE);
        Optional<Condition> condition = expressions.condition();
        expressions.requireAllUsed();
        ItemTable table = ItemTable.open(context, reference, tableName);
        ItemChange change = new ItemChange.Put(item);
        change.requireValid(table.table());

        ConditionalWrite write = new ConditionalWrite(context, request, table, change, condition);
        WriteOutcome.Applied outcome = write.apply();
        write.respond(
                response,
                outcome,
                request.string("ReturnValues", "NONE").equals("ALL_OLD")
                        ? outcome.before()
                        : Optional.empty());
    }
}
