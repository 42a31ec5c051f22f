package stator.operation.transaction;

import java.util.List;
import java.util.Optional;
import stator.database.item.TargetedWrite;
import stator.database.table.Table;
import stator.expression.Condition;
import stator.model.ApiException;
import stator.model.Item;
import stator.operation.item.ConditionalWrite;
import stator.operation.item.ParameterStyle;
import stator.operation.item.RequestExpressions;
import stator.operation.protocol.InvalidValueException;
import stator.operation.protocol.Struct;
import stator.operation.protocol.ValueError;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ItemChange;
import stator.operation.target.SizeLimit;

/**
 * One action of a transaction that writes, before its table is known.
 *
 * @param reference its table
 * @param givenTable the table as the request names it
 * @param showsItem whether the item is to be shown if it fails the condition
 * @param sizeBytes how much of the transaction's size it is: the item of a put; otherwise the key
 *     and the values of the expressions
 */
record TransactionAction(
        TableReference reference,
        String givenTable,
        ItemChange change,
        Optional<Condition> condition,
        boolean showsItem,
        int sizeBytes) {
    static final List<String> KINDS = List.of("ConditionCheck", "Put", "Delete", "Update");
    private static final ParameterStyle STYLE =
            new ParameterStyle(
                    List.of("UpdateExpression", "ConditionExpression"), List.of(), false);

    /**
     * Reads an element of TransactWriteItems' TransactItems and checks all that can be said without
     * its table.
     *
     * @throws RuntimeException what an {@link Operation} may throw
     */
    static TransactionAction read(RequestContext context, Operation operation, Struct element) {
        List<String> kinds = KINDS.stream().filter(element::has).toList();
        if (kinds.isEmpty()) {
            throw ApiException.validation(
                    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update"
                            + " request");
        }
        if (kinds.size() > 1) {
            throw ApiException.validation(
                    "TransactItems can only contain one of Check, Put, Update or Delete");
        }
        String kind = kinds.getFirst();
        Struct request = element.struct(kind);
        String givenTable = request.string("TableName");
        TableReference reference = TableReference.of(context, operation, givenTable);
        STYLE.check(request);
        Item key = kind.equals("Put") ? request.item("Item") : key(context, request);
        RequestExpressions expressions = new RequestExpressions(context, request, STYLE);
        ItemChange change = change(kind, key, expressions);
        Optional<Condition> condition = expressions.condition();
        expressions.requireAllUsed();
        return new TransactionAction(
                reference,
                givenTable,
                change,
                condition,
                ConditionalWrite.showsItem(request),
                key.sizeBytes()
                        + request.findItem("ExpressionAttributeValues")
                                .map(Item::sizeBytes)
                                .orElse(0));
    }

    /** That a key is nested too deeply is told after what is wrong with expressions (measured). */
    private static Item key(RequestContext context, Struct request) {
        try {
            return request.item("Key");
        } catch (InvalidValueException e) {
            if (e.error() == ValueError.NESTING) {
                RequestExpressions expressions = new RequestExpressions(context, request, STYLE);
                expressions.update();
                expressions.condition();
                expressions.requireAllUsed();
            }
            throw e;
        }
    }

    private static ItemChange change(String kind, Item key, RequestExpressions expressions) {
        return switch (kind) {
            case "Put" -> {
                SizeLimit.requireItem(key);
                yield new ItemChange.Put(key);
            }
            case "Update" ->
                    new ItemChange.Update(
                            key, expressions.update().orElseThrow(), SizeLimit.OfUpdate.FINISHED);
            case "Delete" -> new ItemChange.Delete(key);
            case "ConditionCheck" -> new ItemChange.Check(key);
            default -> throw new IllegalStateException(kind);
        };
    }

    /** What is wrong with it before any item is read. */
    CancellationReason validate(Table table) {
        try {
            change.requireValid(table);
            return CancellationReason.NONE;
        } catch (ApiException e) {
            return CancellationReason.of(e);
        }
    }

    /** The write for the database; what is wrong with its result is a ValidationException. */
    TargetedWrite write(Table table) {
        return new TargetedWrite(
                table,
                change.key(),
                ConditionalWrite.inTransaction(ConditionalWrite.guarded(table, change, condition)));
    }
}
