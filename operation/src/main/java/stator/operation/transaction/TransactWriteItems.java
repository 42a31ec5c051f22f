package stator.operation.transaction;

import java.util.List;
import java.util.Map;
import java.util.Set;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemCollectionMetrics;
import stator.operation.target.ItemTable;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** Puts, updates, deletes and checks up to a hundred items of any tables, all or none. */
public final class TransactWriteItems implements Operation {
    @Override
    public String name() {
        return "TransactWriteItems";
    }

    @Override
    public boolean encloses() {
        return true;
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }

    @Override
    public boolean tellsExpressionSize() {
        return true;
    }

    /** One more than an item can hold (captures of the dynamodb-conformance suite, 2026-10-09). */
    @Override
    public int operandLevelsMax() {
        return Operation.super.operandLevelsMax() + 1;
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        for (Struct element : request.structs("TransactItems")) {
            TransactionAction.name(element, named);
        }
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
