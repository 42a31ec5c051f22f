package stator.operation.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.item.IdempotencyToken;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.model.Item;
import stator.operation.request.RequestContext;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemChange;
import stator.operation.target.ItemTable;
import stator.storage.Consistency;

/**
 * Valid actions, with their tables, that are applied all or none.
 *
 * <p>AWS answers in two ways if something is wrong. What the request itself shows, such as an
 * expression that does not parse, a table that is not there or an empty key, is the answer to the
 * whole request. What it finds once the transaction runs, such as a key that does not match the
 * schema, cancels it, with a reason for each action.
 */
final class WriteTransaction {
    private final List<TransactionAction> actions;

    /** The table of each action. */
    private final List<ItemTable> tables;

    private WriteTransaction(List<TransactionAction> actions, List<ItemTable> tables) {
        this.actions = actions;
        this.tables = tables;
    }

    /**
     * Finds the tables and checks the actions against them.
     *
     * @throws TransactionCanceledException if what is wrong is found by the running transaction
     */
    static WriteTransaction open(RequestContext context, List<TransactionAction> actions) {
        TransactionTargets targets = new TransactionTargets(context);
        List<ItemTable> tables = new ArrayList<>(actions.size());
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
        WriteTransaction transaction = new WriteTransaction(actions, tables);
        transaction.requireValid();
        return transaction;
    }

    private void requireValid() {
        List<CancellationReason> reasons = new ArrayList<>(actions.size());
        for (int i = 0; i < actions.size(); i++) {
            reasons.add(actions.get(i).validate(tables.get(i).table()));
        }
        if (reasons.stream().anyMatch(reason -> reason != CancellationReason.NONE)) {
            throw new TransactionCanceledException(reasons);
        }
    }

    /**
     * Applies the actions, or finds that they were applied before under the same token.
     *
     * @return what that consumed
     * @throws TransactionCanceledException if they are not applied
     */
    Map<ItemTable, ConsumedCapacity> apply(
            RequestContext context, Optional<IdempotencyToken> token) {
        return switch (decide(context, token)) {
            case TransactionOutcome.Decided decided -> written(applied(decided.outcomes()));
            case TransactionOutcome.Repeated repeated -> read(repeated.itemBytes());
            case TransactionOutcome.Mismatched mismatched -> throw TransactionCommit.mismatched();
            case TransactionOutcome.InProgress inProgress -> throw TransactionCommit.inProgress();
        };
    }

    private TransactionOutcome decide(RequestContext context, Optional<IdempotencyToken> token) {
        List<TargetedWrite> writes = new ArrayList<>(actions.size());
        for (int i = 0; i < actions.size(); i++) {
            writes.add(actions.get(i).write(tables.get(i).table()));
        }
        return TransactionCommit.of(context, token, writes);
    }

    private List<WriteOutcome.Applied> applied(WriteOutcomes outcomes) {
        List<CancellationReason> reasons = new ArrayList<>(actions.size());
        List<WriteOutcome.Applied> applied = new ArrayList<>(actions.size());
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
                            action.showsItem() ? rejected.before() : Optional.empty());
        };
    }

    private Map<ItemTable, ConsumedCapacity> written(List<WriteOutcome.Applied> outcomes) {
        Map<ItemTable, ConsumedCapacity> capacities = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            capacity(capacities, i, ConsumedCapacity.Kind.TRANSACTIONAL_WRITE)
                    .addWrite(outcomes.get(i));
        }
        return capacities;
    }

    /** What it costs to be told that it was done before: as much as reading the items. */
    private Map<ItemTable, ConsumedCapacity> read(List<Integer> itemBytes) {
        Map<ItemTable, ConsumedCapacity> capacities = new LinkedHashMap<>();
        for (int i = 0; i < itemBytes.size(); i++) {
            capacity(capacities, i, ConsumedCapacity.Kind.TRANSACTIONAL_READ)
                    .addTable(ConsumedCapacity.readUnits(itemBytes.get(i), Consistency.STRONG));
        }
        return capacities;
    }

    private ConsumedCapacity capacity(
            Map<ItemTable, ConsumedCapacity> capacities, int action, ConsumedCapacity.Kind kind) {
        return capacities.computeIfAbsent(
                tables.get(action), table -> new ConsumedCapacity(table, kind));
    }

    /** The items, or their keys, that the actions change. */
    Map<ItemTable, List<Item>> changed() {
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
