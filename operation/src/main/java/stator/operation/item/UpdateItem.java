package stator.operation.item;

import java.util.List;
import java.util.Optional;
import stator.database.item.WriteOutcome;
import stator.expression.Condition;
import stator.expression.UpdateExpression;
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

/** Changes attributes of the item of a key, and creates it if it is not there. */
public final class UpdateItem implements Operation {
    private static final ParameterStyle STYLE =
            new ParameterStyle(
                    List.of("UpdateExpression", "ConditionExpression"),
                    List.of("AttributeUpdates", "Expected", "ConditionalOperator"),
                    false);

    @Override
    public String name() {
        return "UpdateItem";
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
    public boolean reportsReturnValuesAlone() {
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
        Item key = request.item("Key");
        RequestExpressions expressions = new RequestExpressions(context, request, STYLE);
        Optional<UpdateExpression> update = expressions.update();
        Optional<Condition> condition = expressions.condition();
        expressions.requireAllUsed();
        ItemTable table = ItemTable.open(context, reference, tableName);
        ItemChange change =
                update.isPresent()
                        ? new ItemChange.Update(
                                key, update.get(), SizeLimit.OfUpdate.FINISHED_AND_STATEMENT)
                        : new ItemChange.Touch(key);
        change.requireValid(table.table());

        ConditionalWrite write = new ConditionalWrite(context, request, table, change, condition);
        WriteOutcome.Applied outcome = write.apply();
        write.respond(
                response,
                outcome,
                returnValues(request.string("ReturnValues", "NONE"), update, outcome));
    }

    private static Optional<Item> returnValues(
            String wanted, Optional<UpdateExpression> update, WriteOutcome.Applied outcome) {
        return switch (wanted) {
            case "ALL_OLD" -> outcome.before();
            case "ALL_NEW" -> outcome.after();
            case "UPDATED_OLD" ->
                    update.flatMap(applied -> outcome.before().map(applied::updatedOld));
            case "UPDATED_NEW" ->
                    update.flatMap(applied -> outcome.after().map(applied::updatedNew));
            case "NONE" -> Optional.empty();
            default -> throw new IllegalStateException(wanted);
        };
    }
}
