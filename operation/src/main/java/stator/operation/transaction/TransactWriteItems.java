package stator.operation.transaction;

import java.util.List;
import java.util.Map;
import stator.operation.item.ConsumedCapacity;
import stator.operation.item.ItemCollectionMetrics;
import stator.operation.item.ItemTable;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;

/** Puts, updates, deletes and checks up to a hundred items of any tables, all or none. */
public final class TransactWriteItems implements Operation {
    @Override
    public String name() {
        return "TransactWriteItems";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        List<TransactionAction> actions =
                request.structs("TransactItems").stream()
                        .map(element -> TransactionAction.read(context, this, element))
                        .toList();
        WriteTransaction transaction = WriteTransaction.open(context, actions);
        Map<ItemTable, ConsumedCapacity> capacities =
                transaction.apply(
                        context, TransactionCommit.token(context, this, request, "TransactItems"));

        response.startObject();
        ConsumedCapacity.writeMember(
                response, ConsumedCapacity.Detail.of(request), List.copyOf(capacities.values()));
        ItemCollectionMetrics.writeMember(response, context, request, transaction.changed());
        response.endObject();
    }
}
