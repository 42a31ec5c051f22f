package stator.operation;

import java.util.Optional;
import stator.database.ItemWrite;
import stator.database.WriteDecision;
import stator.database.WriteOutcome;
import stator.expression.Condition;
import stator.model.ApiException;
import stator.model.Item;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/**
 * A write of one item under a condition, and the answer to it: what PutItem, UpdateItem and
 * DeleteItem have in common.
 */
final class ConditionalWrite {
    private final RequestContext context;
    private final Struct request;
    private final ItemTable table;
    private final Item key;
    private final Optional<Condition> condition;

    /**
     * @param key has the table's key attributes, with valid values
     */
    ConditionalWrite(
            RequestContext context,
            Struct request,
            ItemTable table,
            Item key,
            Optional<Condition> condition) {
        this.context = context;
        this.request = request;
        this.table = table;
        this.key = key;
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

    /**
     * Applies the write if the condition holds.
     *
     * @throws ApiException a ConditionalCheckFailedException if it does not
     */
    WriteOutcome.Applied apply(ItemWrite write) {
        ItemWrite guarded =
                condition.isEmpty()
                        ? write
                        : current ->
                                condition.get().test(current.orElse(Item.EMPTY))
                                        ? write.decide(current)
                                        : new WriteDecision.Reject();
        return switch (context.database().write(table.table(), key, guarded)) {
            case WriteOutcome.Applied applied -> applied;
            case WriteOutcome.Rejected rejected -> throw failed(rejected);
        };
    }

    private ApiException failed(WriteOutcome.Rejected rejected) {
        boolean showsItem =
                request.string("ReturnValuesOnConditionCheckFailure", "NONE").equals("ALL_OLD");
        return showsItem && rejected.before().isPresent()
                ? ApiException.conditionalCheckFailed(rejected.before().get())
                : ApiException.conditionalCheckFailed();
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
            ItemCollectionMetrics.write(response, context, table.table(), key);
        }
        response.endObject();
    }
}
