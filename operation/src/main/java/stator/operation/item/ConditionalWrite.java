package stator.operation.item;

import java.util.Optional;
import stator.database.item.ItemWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.table.Table;
import stator.expression.Condition;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.Item;
import stator.operation.request.InvalidRequestException;
import stator.operation.request.RequestContext;
import stator.operation.request.RequestRule;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemChange;
import stator.operation.target.ItemCollectionMetrics;
import stator.operation.target.ItemTable;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * A write of one item under a condition, and the answer to it: what PutItem, UpdateItem and
 * DeleteItem have in common.
 */
public final class ConditionalWrite {
    private final RequestContext context;
    private final Struct request;
    private final ItemTable table;
    private final ItemChange change;
    private final Optional<Condition> condition;

    /**
     * @param change is valid for the table
     */
    ConditionalWrite(
            RequestContext context,
            Struct request,
            ItemTable table,
            ItemChange change,
            Optional<Condition> condition) {
        this.context = context;
        this.request = request;
        this.table = table;
        this.change = change;
        this.condition = condition;
    }

    /** Checks the ReturnValues of an operation that can show only the item that was there. */
    static void requireOldValuesOnly(Struct request) {
        String returnValues = request.string("ReturnValues", "NONE");
        if (!returnValues.equals("NONE") && !returnValues.equals("ALL_OLD")) {
            throw new InvalidRequestException(
                    RequestRule.RETURN_VALUES, "ReturnValues can only be ALL_OLD or NONE");
        }
    }

    /** A change that is applied only if a condition holds of the item. */
    public static ItemWrite guarded(Table table, ItemChange change, Optional<Condition> condition) {
        return current ->
                condition.isEmpty() || condition.get().test(current.orElse(Item.EMPTY))
                        ? change.decide(table, current)
                        : new WriteDecision.Reject();
    }

    /**
     * A write of a transaction: what its expressions find wrong with the item is a
     * ValidationException, which the database reports as the reason of this write.
     */
    public static ItemWrite inTransaction(ItemWrite write) {
        return current -> {
            try {
                return write.decide(current);
            } catch (InvalidExpressionException e) {
                throw ApiException.validation(e.getMessage());
            }
        };
    }

    /**
     * Applies the change if the condition holds.
     *
     * @throws ApiException a ConditionalCheckFailedException if it does not
     */
    WriteOutcome.Applied apply() {
        ItemWrite write = guarded(table.table(), change, condition);
        return switch (context.items().write(table.table(), change.key(), write)) {
            case WriteOutcome.Applied applied -> applied;
            case WriteOutcome.Rejected rejected -> throw failed(rejected);
        };
    }

    private ApiException failed(WriteOutcome.Rejected rejected) {
        return rejected.before().isPresent() && showsItem(request)
                ? ApiException.conditionalCheckFailed(rejected.before().get())
                : ApiException.conditionalCheckFailed();
    }

    /** Whether a request wants to see the item that fails its condition. */
    public static boolean showsItem(Struct request) {
        return request.string("ReturnValuesOnConditionCheckFailure", "NONE").equals("ALL_OLD");
    }

    /**
     * Writes the whole response.
     *
     * @param attributes what ReturnValues asks for; AWS leaves it out if it is empty
     */
    void respond(ResponseWriter response, WriteOutcome.Applied outcome, Optional<Item> attributes) {
        response.startObject();
        if (attributes.isPresent() && !attributes.get().isEmpty()) {
            response.member("Attributes", attributes.get());
        }
        ConsumedCapacity.Detail detail = ConsumedCapacity.Detail.of(request);
        if (detail != ConsumedCapacity.Detail.NONE) {
            ConsumedCapacity capacity = new ConsumedCapacity(table);
            capacity.addWrite(outcome);
            capacity.writeMember(response, detail);
        }
        if (ItemCollectionMetrics.areWanted(request, table)) {
            response.field("ItemCollectionMetrics");
            ItemCollectionMetrics.write(response, context, table.table(), change.key());
        }
        response.endObject();
    }
}
