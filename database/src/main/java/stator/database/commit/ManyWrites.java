package stator.database.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.catalog.LiveTable;
import stator.database.item.ConsideredWrite;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.model.ApiException;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.Update;
import stator.storage.WriteBatch;

/** Several writes at once: each by itself, or all or none. Its caller has entered the gates. */
public final class ManyWrites {
    private final ItemStore store;
    private final ItemCommits commits;

    public ManyWrites(ItemStore store, ItemCommits commits) {
        this.store = store;
        this.commits = commits;
    }

    public List<WriteResult> each(List<TargetedWrite> writes) {
        List<Commit<WriteOutcome>> each = new ArrayList<>(writes.size());
        for (TargetedWrite write : writes) {
            LiveTable table = LiveTable.of(write.table()).gate().current();
            RowKey key = table.itemKey(write.key());
            each.add(commits.alone(table, key, write.write(), write.cause()));
        }
        List<WriteResult> results = new ArrayList<>(writes.size());
        for (Store.Result<WriteOutcome> result : commits.applyEach(store.of(writes), each)) {
            results.add(WriteResult.of(result));
        }
        return results;
    }

    public WriteOutcomes all(List<TargetedWrite> writes) {
        Targets targets = targets(writes);
        Update<WriteOutcomes> update =
                new Update<>(targets.keys(), (rows, batch) -> decideAll(targets, rows, batch));
        return commits.apply(
                store.of(writes), new Commit<>(update, targets.prepared(), WriteOutcomes::applied));
    }

    /** All or none, unless that was done under the same token before. */
    public TransactionOutcome once(List<TargetedWrite> writes, IdempotencyTokens.Use token) {
        Targets targets = targets(writes);
        List<RowKey> keys = new ArrayList<>(targets.keys());
        keys.addAll(token.keys());
        Update<TransactionOutcome> update =
                new Update<>(
                        keys,
                        (rows, batch) -> {
                            int count = writes.size();
                            return token.find(rows.subList(count, rows.size()))
                                    .orElseGet(() -> {
                                        WriteOutcomes outcomes =
                                                decideAll(targets, rows.subList(0, count), batch);
                                        if (outcomes.applied()) {
                                            token.put(outcomes.results(), batch);
                                        }
                                        return new TransactionOutcome.Decided(outcomes);
                                    });
                        });
        return commits.apply(
                store.of(writes), new Commit<>(update, targets.prepared(), ManyWrites::isApplied));
    }

    private static boolean isApplied(TransactionOutcome outcome) {
        return outcome instanceof TransactionOutcome.Decided decided
                && decided.outcomes().applied();
    }

    /** Writes, prepared for their tables as they are now, and the rows of their items. */
    private record Targets(
            List<TargetedWrite> writes, List<PendingWrite> prepared, List<RowKey> keys) {}

    private Targets targets(List<TargetedWrite> writes) {
        List<PendingWrite> prepared = new ArrayList<>(writes.size());
        List<RowKey> keys = new ArrayList<>(writes.size());
        for (TargetedWrite write : writes) {
            LiveTable table = LiveTable.of(write.table()).gate().current();
            table.requireTransactions();
            RowKey key = table.itemKey(write.key());
            prepared.add(commits.prepare(table, key, write.cause()));
            keys.add(key);
        }
        return new Targets(writes, prepared, keys);
    }

    private WriteOutcomes decideAll(Targets targets, List<Optional<Row>> rows, WriteBatch batch) {
        List<TargetedWrite> writes = targets.writes();
        WriteBatch whole = new WriteBatch();
        boolean applied = true;
        ConsideredWrite.Undecided undecided = null;
        List<WriteResult> results = new ArrayList<>(writes.size());
        for (int i = 0; i < writes.size(); i++) {
            PendingWrite pending = targets.prepared().get(i);
            WriteResult result;
            try {
                result = decide(pending, rows.get(i), writes.get(i).write(), whole);
            } catch (ConsideredWrite.Undecided e) {
                // All that have to be considered are found at once.
                undecided = e;
                continue;
            }
            applied &=
                    result instanceof WriteResult.Done done
                            && done.outcome() instanceof WriteOutcome.Applied;
            results.add(result);
        }
        if (undecided != null) {
            throw undecided;
        }
        if (applied) {
            batch.addAll(whole);
        }
        return new WriteOutcomes(applied, results);
    }

    private static WriteResult decide(
            PendingWrite pending, Optional<Row> row, ItemWrite write, WriteBatch batch) {
        try {
            return new WriteResult.Done(pending.decide(row, write, batch));
        } catch (ApiException e) {
            return new WriteResult.Failed(e);
        }
    }
}
