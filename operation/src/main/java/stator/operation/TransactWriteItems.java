package stator.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.IdempotencyToken;
import stator.database.TargetedWrite;
import stator.database.TransactionOutcome;
import stator.database.WriteOutcome;
import stator.database.WriteOutcomes;
import stator.database.WriteResult;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;
import stator.storage.Consistency;
import stator.storage.StoreException;

/**
 * Puts, updates, deletes and checks up to a hundred items of any tables, all or none.
 *
 * <p>AWS answers in two ways if something is wrong. What the request itself shows, such as an
 * expression that does not parse, a table that is not there or an empty key, is the answer to the
 * whole request. What it finds once the transaction runs, such as a key that does not match the
 * schema, cancels it, with a reason for each action.
 */
final class TransactWriteItems implements Operation {
    @Override
    public String name() {
        return "TransactWriteItems";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        List<TransactionAction> actions = new ArrayList<>();
        for (Struct element : request.structs("TransactItems")) {
            actions.add(TransactionAction.read(context, this, element));
        }
        List<ItemTable> tables = open(context, actions);
        requireValid(actions, tables);

        Transaction transaction = new Transaction(actions, tables);
        switch (apply(context, request, transaction)) {
            case TransactionOutcome.Decided decided ->
                    transaction.respond(
                            context, request, applied(actions, decided.outcomes()), response);
            case TransactionOutcome.Repeated repeated ->
                    transaction.respondAgain(context, request, repeated.itemBytes(), response);
            case TransactionOutcome.Mismatched mismatched ->
                    throw ApiException.of(
                            ErrorCode.IDEMPOTENT_PARAMETER_MISMATCH,
                            "DynamoDB rejected the request because you retried a request with a"
                                    + " different payload but with an idempotent token that was"
                                    + " already used.");
            case TransactionOutcome.InProgress inProgress ->
                    throw ApiException.of(
                            ErrorCode.TRANSACTION_IN_PROGRESS,
                            "The transaction with the given request token is already in"
                                    + " progress.");
        }
    }

    private static List<ItemTable> open(RequestContext context, List<TransactionAction> actions) {
        TransactionTargets targets = new TransactionTargets(context);
        List<ItemTable> tables = new ArrayList<>();
        for (TransactionAction action : actions) {
            tables.add(targets.open(action.reference(), action.givenTable()));
        }
        for (int i = 0; i < actions.size(); i++) {
            actions.get(i).change().requireNoEmptyKeys(tables.get(i).table());
        }
        for (int i = 0; i < actions.size(); i++) {
            TransactionAction action = actions.get(i);
            targets.add(action.reference(), tables.get(i).table(), action.change().key());
        }
        actions.forEach(action -> targets.addBytes(action.sizeBytes()));
        return tables;
    }

    private static void requireValid(List<TransactionAction> actions, List<ItemTable> tables) {
        List<CancellationReason> reasons = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            reasons.add(actions.get(i).validate(tables.get(i).table()));
        }
        if (reasons.stream().anyMatch(reason -> reason != CancellationReason.NONE)) {
            throw new TransactionCanceledException(reasons);
        }
    }

    private TransactionOutcome apply(
            RequestContext context, Struct request, Transaction transaction) {
        List<TargetedWrite> writes = transaction.writes();
        try {
            if (!request.has("ClientRequestToken")) {
                return new TransactionOutcome.Decided(context.database().writeAll(writes));
            }
            return context.database()
                    .writeAll(
                            writes,
                            new IdempotencyToken(
                                    context.namespace(),
                                    name(),
                                    request.string("ClientRequestToken"),
                                    request.fingerprint("TransactItems")));
        } catch (StoreException.Conflict e) {
            // The store does not say whose item it was: it may have been each of them.
            throw new TransactionCanceledException(
                    writes.stream().map(write -> CancellationReason.conflict()).toList());
        }
    }

    /** The outcomes of all actions. */
    private static List<WriteOutcome.Applied> applied(
            List<TransactionAction> actions, WriteOutcomes outcomes) {
        List<CancellationReason> reasons = new ArrayList<>();
        List<WriteOutcome.Applied> applied = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            WriteResult result = outcomes.results().get(i);
            reasons.add(reason(actions.get(i), result));
            if (result instanceof WriteResult.Done(WriteOutcome.Applied done)) {
                applied.add(done);
            }
        }
        if (!outcomes.applied()) {
            throw new TransactionCanceledException(reasons);
        }
        return applied;
    }

    private static CancellationReason reason(TransactionAction action, WriteResult result) {
        return switch (result) {
            case WriteResult.Failed failed -> CancellationReason.of(failed.cause());
            case WriteResult.Done(WriteOutcome.Applied applied) -> CancellationReason.NONE;
            case WriteResult.Done(WriteOutcome.Rejected rejected) ->
                    CancellationReason.conditionFailed(
                            ConditionalWrite.showsItem(action.request())
                                    ? rejected.before()
                                    : Optional.empty());
        };
    }

    /** Valid actions with their tables. */
    private record Transaction(List<TransactionAction> actions, List<ItemTable> tables) {
        List<TargetedWrite> writes() {
            List<TargetedWrite> writes = new ArrayList<>();
            for (int i = 0; i < actions.size(); i++) {
                writes.add(actions.get(i).write(tables.get(i).table()));
            }
            return writes;
        }

        void respond(
                RequestContext context,
                Struct request,
                List<WriteOutcome.Applied> outcomes,
                ResponseWriter response) {
            Map<ItemTable, ConsumedCapacity> capacities = new LinkedHashMap<>();
            for (int i = 0; i < outcomes.size() && wantsCapacity(request); i++) {
                capacity(capacities, i, ConsumedCapacity.Kind.TRANSACTIONAL_WRITE)
                        .addWrite(outcomes.get(i));
            }
            respond(context, request, capacities, response);
        }

        /** The answer to a request that was applied before: it read the items, so to speak. */
        void respondAgain(
                RequestContext context,
                Struct request,
                List<Integer> itemBytes,
                ResponseWriter response) {
            Map<ItemTable, ConsumedCapacity> capacities = new LinkedHashMap<>();
            for (int i = 0; i < itemBytes.size(); i++) {
                capacity(capacities, i, ConsumedCapacity.Kind.TRANSACTIONAL_READ)
                        .addTable(ConsumedCapacity.readUnits(itemBytes.get(i), Consistency.STRONG));
            }
            respond(context, request, capacities, response);
        }

        private static boolean wantsCapacity(Struct request) {
            return ConsumedCapacity.Detail.of(request) != ConsumedCapacity.Detail.NONE;
        }

        private ConsumedCapacity capacity(
                Map<ItemTable, ConsumedCapacity> capacities,
                int action,
                ConsumedCapacity.Kind kind) {
            return capacities.computeIfAbsent(
                    tables.get(action), table -> new ConsumedCapacity(table, kind));
        }

        private void respond(
                RequestContext context,
                Struct request,
                Map<ItemTable, ConsumedCapacity> capacities,
                ResponseWriter response) {
            response.startObject();
            ConsumedCapacity.writeMember(
                    response,
                    ConsumedCapacity.Detail.of(request),
                    List.copyOf(capacities.values()));
            ItemCollectionMetrics.writeMember(response, context, request, changed());
            response.endObject();
        }

        private Map<ItemTable, List<Item>> changed() {
            Map<ItemTable, List<Item>> changed = new LinkedHashMap<>();
            for (int i = 0; i < actions.size(); i++) {
                if (!(actions.get(i).change() instanceof ItemChange.Check)) {
                    changed.computeIfAbsent(tables.get(i), table -> new ArrayList<>())
                            .add(actions.get(i).change().key());
                }
            }
            return changed;
        }
    }
}
