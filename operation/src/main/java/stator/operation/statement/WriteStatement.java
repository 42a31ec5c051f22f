package stator.operation.statement;

import java.util.List;
import java.util.Optional;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.table.Table;
import stator.expression.Condition;
import stator.expression.UpdateExpression;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.model.KeySchema;
import stator.operation.item.ConditionalWrite;
import stator.operation.partiql.KeyEqualities;
import stator.operation.partiql.Statement;
import stator.operation.partiql.StatementExpressions;
import stator.operation.partiql.StatementValues;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.target.ItemChange;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.SizeLimit;
import stator.operation.transaction.CancellationReason;
import stator.protocol.Struct;

/**
 * An INSERT, UPDATE or DELETE with its table: what it does to the one item that it names.
 *
 * @param named what the WHERE clause says about the key, and nothing for an INSERT
 * @param condition holds of the item that is there, or of none
 * @param refusal what is said if the write is rejected
 */
record WriteStatement(
        ItemTable table,
        ItemChange change,
        Optional<KeyEqualities> named,
        Condition condition,
        ItemWrite write,
        ErrorCode refusal,
        Returned returned) {
    private static final StatementValues NO_VALUES = new StatementValues(List.of());
    private static final Returned NOTHING = outcome -> Optional.empty();

    /** What RETURNING asks for. */
    interface Returned {
        /** The item to return; none if there was none, or nothing of it changed. */
        Optional<Item> of(WriteOutcome.Applied outcome);
    }

    /**
     * Finds the table. {@link #requireValid} comes next.
     *
     * @throws RuntimeException what an {@link Operation} may throw
     */
    static WriteStatement of(RequestContext context, Operation operation, BoundStatement bound) {
        StatementValues values = bound.values();
        return switch (bound.statement()) {
            case Statement.Insert insert -> insert(context, operation, insert, values);
            case Statement.Update update -> update(context, operation, update, values);
            case Statement.Delete delete -> delete(context, operation, delete, values);
            case Statement.Exists exists ->
                    throw ApiException.validation(
                            "EXISTS can only be used in ExecuteTransaction write requests.");
            case Statement.Select select -> throw new IllegalStateException("SELECT is no write");
        };
    }

    /**
     * The same for a statement of a transaction, in which EXISTS may stand and RETURNING may not.
     * {@link #validate} comes next.
     *
     * @throws RuntimeException what an {@link Operation} may throw
     */
    static WriteStatement ofTransaction(
            RequestContext context, Operation operation, BoundStatement bound) {
        if (bound.statement() instanceof Statement.Exists exists) {
            return exists(context, operation, exists.select(), bound.values());
        }
        WriteStatement write = of(context, operation, bound);
        if (write.returned() != NOTHING) {
            throw ApiException.validation(
                    "RETURNING clause is not supported in ExecuteTransaction.");
        }
        return write;
    }

    private static WriteStatement exists(
            RequestContext context,
            Operation operation,
            Statement.Select select,
            StatementValues values) {
        StatementExpressions.condition(select.where(), values);
        ItemTable table = ItemTable.open(context, operation, select.table());
        if (!select.source().index().isEmpty()) {
            throw ApiException.validation(
                    "Reads on indices are not supported within transactions.");
        }
        KeySchema schema = table.table().key();
        KeyEqualities named = KeyEqualities.ofWrite(select.where(), schema, values);
        if (named.rest().isEmpty() || named.key().size() < schema.attributes().size()) {
            throw ApiException.validation(
                    "EXISTS() must contain a single item read with additional condition");
        }
        Condition condition =
                StatementExpressions.condition(List.of(select.where().orElseThrow()), values);
        ItemChange change = new ItemChange.Check(named.key());
        ItemWrite write =
                current ->
                        current.isPresent() && condition.test(current.get())
                                ? change.decide(table.table(), current)
                                : new WriteDecision.Reject();
        // Of two values for the key the first is read, and then the condition fails: AWS's way.
        return new WriteStatement(
                table,
                change,
                Optional.empty(),
                condition,
                write,
                ErrorCode.CONDITIONAL_CHECK_FAILED,
                NOTHING);
    }

    private static WriteStatement insert(
            RequestContext context,
            Operation operation,
            Statement.Insert insert,
            StatementValues values) {
        Item item = values.item(insert.item());
        ItemTable table = ItemTable.open(context, operation, insert.table());
        SizeLimit.requireItem(item);
        ItemChange change = new ItemChange.Put(item);
        ItemWrite write =
                current ->
                        current.isPresent()
                                ? new WriteDecision.Reject()
                                : change.decide(table.table(), current);
        return new WriteStatement(
                table,
                change,
                Optional.empty(),
                StatementExpressions.condition(List.of(), NO_VALUES),
                write,
                ErrorCode.DUPLICATE_ITEM,
                NOTHING);
    }

    private static WriteStatement update(
            RequestContext context,
            Operation operation,
            Statement.Update statement,
            StatementValues values) {
        StatementExpressions.condition(statement.where(), values);
        UpdateExpression update = StatementExpressions.update(statement.changes(), values);
        ItemTable table = ItemTable.open(context, operation, statement.table());
        KeyEqualities named = KeyEqualities.ofWrite(statement.where(), table.table().key(), values);
        Condition condition = StatementExpressions.condition(named.rest(), values);
        ItemChange change = new ItemChange.Update(named.key(), update, SizeLimit.OfUpdate.FINISHED);
        ItemWrite write =
                current ->
                        current.isPresent() && condition.test(current.get())
                                ? change.decide(table.table(), current)
                                : new WriteDecision.Reject();
        return new WriteStatement(
                table,
                change,
                Optional.of(named),
                condition,
                write,
                ErrorCode.CONDITIONAL_CHECK_FAILED,
                returned(statement.returning(), update));
    }

    private static Returned returned(
            Optional<Statement.Returning> returning, UpdateExpression update) {
        if (returning.isEmpty()) {
            return NOTHING;
        }
        return switch (returning.get()) {
            case ALL_OLD -> WriteOutcome.Applied::before;
            case ALL_NEW -> WriteOutcome.Applied::after;
            case MODIFIED_OLD -> outcome -> outcome.before().map(update::updatedOld);
            case MODIFIED_NEW -> outcome -> outcome.after().map(update::updatedNew);
        };
    }

    private static WriteStatement delete(
            RequestContext context,
            Operation operation,
            Statement.Delete statement,
            StatementValues values) {
        StatementExpressions.condition(statement.where(), values);
        ItemTable table = ItemTable.open(context, operation, statement.table());
        KeyEqualities named = KeyEqualities.ofWrite(statement.where(), table.table().key(), values);
        Condition condition = StatementExpressions.condition(named.rest(), values);
        ItemChange change = new ItemChange.Delete(named.key());
        ItemWrite write =
                current ->
                        // Nothing to delete is no failure, whatever the condition (developer
                        // guide).
                        current.isEmpty() || condition.test(current.get())
                                ? change.decide(table.table(), current)
                                : new WriteDecision.Reject();
        return new WriteStatement(
                table,
                change,
                Optional.of(named),
                condition,
                write,
                ErrorCode.CONDITIONAL_CHECK_FAILED,
                statement.returning().isPresent() ? WriteOutcome.Applied::before : NOTHING);
    }

    /**
     * Checks that it names one item, and what can be said of its key without the item.
     *
     * @throws ApiException in the words for a single statement
     */
    void requireValid() {
        named.flatMap(KeyEqualities::contradiction)
                .ifPresent(name -> {
                    throw ApiException.validation(
                            "Multiple conditions on same key "
                                    + name
                                    + ". Only single item Update/Insert/Delete are supported");
                });
        if (named.isPresent() && !named.get().isComplete(table.table().key())) {
            throw ApiException.validation(
                    "Where clause does not contain a mandatory equality on all key attributes");
        }
        requireValidChange();
    }

    /** The same for a statement of a transaction, where it is the reason for a cancellation. */
    CancellationReason validate() {
        if (named.isPresent() && !named.get().isComplete(table.table().key())) {
            return CancellationReason.invalid("The provided key element does not match the schema");
        }
        return CancellationReason.ofCheck(this::requireValidChange);
    }

    private void requireValidChange() {
        Table checked = table.table();
        change.requireValid(checked);
        ItemKeys.requireScalarUse(condition.nestedNames(), checked);
    }

    /** The write for the database. */
    TargetedWrite targeted() {
        return new TargetedWrite(table.table(), change.key(), write);
    }

    /** The same as part of a transaction. */
    TargetedWrite targetedInTransaction() {
        return new TargetedWrite(
                table.table(), change.key(), ConditionalWrite.inTransaction(write));
    }

    /** What is said of a write that was rejected. */
    ApiException refused(WriteOutcome.Rejected rejected, boolean showsItem) {
        if (refusal == ErrorCode.DUPLICATE_ITEM) {
            return ApiException.of(refusal, "Duplicate primary key exists in table");
        }
        return showsItem && rejected.before().isPresent()
                ? ApiException.conditionalCheckFailed(rejected.before().get())
                : ApiException.conditionalCheckFailed();
    }

    /**
     * Why a transaction was canceled in which the write was rejected.
     *
     * @param request says whether to show the item
     */
    CancellationReason reason(WriteOutcome.Rejected rejected, Struct request) {
        if (refusal == ErrorCode.DUPLICATE_ITEM) {
            return CancellationReason.of("DuplicateItem", refused(rejected, false).getMessage());
        }
        return CancellationReason.conditionFailed(
                ConditionalWrite.showsItem(request) ? rejected.before() : Optional.empty());
    }

    /** The items to return: one or none. */
    List<Item> items(WriteOutcome.Applied outcome) {
        return returned.of(outcome).filter(item -> !item.isEmpty()).stream().toList();
    }
}
