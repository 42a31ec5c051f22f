package stator.database.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.catalog.LiveTable;
import stator.database.expiry.ExpirySweeper;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.database.replication.StrongWrites;
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
    private final ExpirySweeper expirySweeper;

    public ManyWrites(ItemStore store, ItemCommits commits, ExpirySweeper expirySweeper) {
        this.store = store;
        this.commits = commits;
        this.expirySweeper = expirySweeper;
    }

    public List<WriteResult> each(List<TargetedWrite> writes) {
        List<Update<WriteOutcome>> updates = new ArrayList<>(writes.size());
        for (TargetedWrite write : writes) {
            LiveTable table = LiveTable.of(write.table()).gate().current();
            RowKey key = table.itemKey(write.key());
            updates.add(
                    new Update<>(
                            List.of(key),
                            commits.decision(table, key, write.write(), write.cause())));
        }
        List<WriteResult> results = new ArrayList<>(writes.size());
        for (Store.Result<WriteOutcome> result : store.of(writes).updateEach(updates)) {
            results.add(WriteResult.of(result));
        }
        written(writes, results);
        return results;
    }

    private void written(List<TargetedWrite> writes, List<WriteResult> results) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof WriteResult.Done done) {
                expirySweeper.written(
                        LiveTable.of(writes.get(i).table()).gate().current(), done.outcome());
            }
        }
    }

    public WriteOutcomes all(List<TargetedWrite> writes) {
        Targets targets = targets(writes);
        WriteOutcomes outcomes =
                store.of(writes)
                        .update(targets.keys(), (rows, batch) -> decideAll(targets, rows, batch));
        written(writes, outcomes);
        return outcomes;
    }

    /** All or none, unless that was done under the same token before. */
    public TransactionOutcome once(List<TargetedWrite> writes, IdempotencyTokens.Use token) {
        Targets targets = targets(writes);
        List<RowKey> keys = new ArrayList<>(targets.keys());
        keys.addAll(token.keys());
        TransactionOutcome outcome =
                store.of(writes)
                        .update(
                                keys,
                                (rows, batch) -> {
                                    int count = writes.size();
                                    return token.find(rows.subList(count, rows.size()))
                                            .orElseGet(() -> {
                                                WriteOutcomes outcomes =
                                                        decideAll(
                                                                targets,
                                                                rows.subList(0, count),
                                                                batch);
                                                if (outcomes.applied()) {
                                                    token.put(outcomes.results(), batch);
                                                }
                                                return new TransactionOutcome.Decided(outcomes);
                                            });
                                });
        if (outcome instanceof TransactionOutcome.Decided decided) {
            written(writes, decided.outcomes());
        }
        return outcome;
    }

    private void written(List<TargetedWrite> writes, WriteOutcomes outcomes) {
        if (outcomes.applied()) {
            written(writes, outcomes.results());
        }
    }

    /** Writes, prepared for their tables as they are now, and the rows of their items. */
    private record Targets(
            List<TargetedWrite> writes, List<ItemCommits.Prepared> prepared, List<RowKey> keys) {}

    private Targets targets(List<TargetedWrite> writes) {
        List<ItemCommits.Prepared> prepared = new ArrayList<>(writes.size());
        List<RowKey> keys = new ArrayList<>(writes.size());
        for (TargetedWrite write : writes) {
            LiveTable table = LiveTable.of(write.table()).gate().current();
            StrongWrites.requireTransactions(table);
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
        List<WriteResult> results = new ArrayList<>(writes.size());
        for (int i = 0; i < writes.size(); i++) {
            ItemCommit commit = targets.prepared().get(i).into(whole);
            WriteResult result = decide(commit, rows.get(i), writes.get(i).write());
            applied &=
                    result instanceof WriteResult.Done done
                            && done.outcome() instanceof WriteOutcome.Applied;
            results.add(result);
        }
        if (applied) {
            batch.addAll(whole);
        }
        return new WriteOutcomes(applied, results);
    }

    private static WriteResult decide(ItemCommit commit, Optional<Row> row, ItemWrite write) {
        try {
            return new WriteResult.Done(commit.decide(row, write));
        } catch (ApiException e) {
            return new WriteResult.Failed(e);
        }
    }
}
