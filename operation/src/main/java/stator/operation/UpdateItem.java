package stator.operation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.Table;
import stator.database.WriteDecision;
import stator.database.WriteOutcome;
import stator.expression.Condition;
import stator.expression.UpdateExpression;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/** Changes attributes of the item of a key, and creates it if it is not there. */
final class UpdateItem implements Operation {
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
        ItemKeys.requireKey(key, table.table().key());
        update.ifPresent(checked -> requireAllowed(checked, table.table()));

        ConditionalWrite write = new ConditionalWrite(context, request, table, key, condition);
        WriteOutcome.Applied outcome =
                write.apply(current ->
                        update.isPresent()
                                ? decide(update.get(), table.table(), key, current)
                                : touch(key, current));
        write.respond(
                response,
                outcome,
                returnValues(request.string("ReturnValues", "NONE"), update, outcome));
    }

    private static void requireAllowed(UpdateExpression update, Table table) {
        Set<String> names = update.topLevelNames();
        requireUntouched(names, table.key().partition());
        requireUntouched(names, table.key().sort());
        ItemKeys.requireIndexTypes(update, table);
        ItemKeys.requireScalarUse(update.nestedNames(), table);
    }

    private static void requireUntouched(Set<String> names, List<KeyAttribute> attributes) {
        for (KeyAttribute attribute : attributes) {
            if (names.contains(attribute.name())) {
                throw ApiException.validation(
                        "One or more parameter values were invalid: Cannot update attribute "
                                + attribute.name()
                                + ". This attribute is part of the key");
            }
        }
    }

    private static WriteDecision decide(
            UpdateExpression update, Table table, Item key, Optional<Item> current) {
        Item updated = update.apply(current.orElse(key));
        if (current.isEmpty() && update.onlyRemoves()) {
            return new WriteDecision.Keep();
        }
        SizeLimit.requireUpdatedItem(updated, update);
        ItemKeys.requireUpdatedIndexKeys(updated, table, update);
        return new WriteDecision.Put(updated);
    }

    /** An update that says nothing still creates the item. */
    private static WriteDecision touch(Item key, Optional<Item> current) {
        return current.isPresent() ? new WriteDecision.Keep() : new WriteDecision.Put(key);
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
