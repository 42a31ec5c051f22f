package stator.operation.transaction;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stator.database.item.TargetedWrite;
import stator.database.table.Table;
import stator.expression.Condition;
import stator.model.ApiException;
import stator.model.Item;
import stator.operation.item.ConditionalWrite;
import stator.operation.item.DeleteItem;
import stator.operation.item.ParameterStyle;
import stator.operation.item.PutItem;
import stator.operation.item.RequestExpressions;
import stator.operation.item.UpdateItem;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ItemChange;
import stator.operation.target.SizeLimit;
import stator.protocol.InvalidValueException;
import stator.protocol.Struct;
import stator.protocol.ValueError;

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
    /** What can be asked for; {@code member} is the name in the request. */
    private enum Kind {
        CONDITION_CHECK("ConditionCheck", "ConditionCheckItem"),
        PUT("Put", new PutItem().name()),
        DELETE("Delete", new DeleteItem().name()),
        UPDATE("Update", new UpdateItem().name());

        private final String member;

        /** What policies know it as. */
        private final String action;

        Kind(String member, String action) {
            this.member = member;
            this.action = action;
        }
    }

    private static final ParameterStyle STYLE =
            new ParameterStyle(
                    List.of("UpdateExpression", "ConditionExpression"), List.of(), false);

    /** Tells what an element of a request names, and what is done with it. */
    static void name(Struct element, NamedResources named) {
        for (Kind kind : Kind.values()) {
            element.findStruct(kind.member)
                    .ifPresent(item -> {
                        named.doing(kind.action, List.of(item));
                        named.tableIn(item, "TableName");
                    });
        }
    }

    /**
     * Reads an element of TransactWriteItems' TransactItems and checks all that can be said without
     * its table.
     *
     * @throws RuntimeException what an {@link Operation} may throw
     */
    static TransactionAction read(RequestContext context, Operation operation, Struct element) {
        List<Kind> kinds =
                Arrays.stream(Kind.values()).filter(kind -> element.has(kind.member)).toList();
        if (kinds.isEmpty()) {
            throw ApiException.validation(
                    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update"
                            + " request");
        }
        if (kinds.size() > 1) {
            throw ApiException.validation(
                    "TransactItems can only contain one of Check, Put, Update or Delete");
        }
        Kind kind = kinds.getFirst();
        Struct request = element.struct(kind.member);
        String givenTable = request.string("TableName");
        TableReference reference = TableReference.of(context, operation, givenTable);
        STYLE.check(request);
        Item key = kind == Kind.PUT ? request.item("Item") : key(context, request);
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

    private static ItemChange change(Kind kind, Item key, RequestExpressions expressions) {
        return switch (kind) {
            case PUT -> {
                SizeLimit.requireItem(key);
                yield new ItemChange.Put(key);
            }
            case UPDATE ->
                    new ItemChange.Update(
                            key, expressions.update().orElseThrow(), SizeLimit.OfUpdate.FINISHED);
            case DELETE -> new ItemChange.Delete(key);
            case CONDITION_CHECK -> new ItemChange.Check(key);
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
