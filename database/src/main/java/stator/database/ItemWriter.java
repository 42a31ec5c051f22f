package stator.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import stator.database.access.KeyAccess;
import stator.database.catalog.Gates;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableGate;
import stator.database.commit.IdempotencyTokens;
import stator.database.commit.ItemCommits;
import stator.database.commit.ItemStore;
import stator.database.commit.ManyWrites;
import stator.database.item.ConsideredWrite;
import stator.database.item.IdempotencyToken;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteCause;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.database.replication.StrongWrites;
import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.Item;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.StoreException;

/**
 * Writes items: enters the gates of their tables, and finds out whether a write goes to one table
 * or to all replicas of a strongly consistent one.
 */
final class ItemWriter {
    private final ItemStore itemStore;
    private final ItemCommits commits;
    private final ManyWrites manyWrites;
    private final IdempotencyTokens tokens;
    private final StrongWrites strongWrites;
    private final KeyAccess access;

    ItemWriter(
            ItemStore itemStore,
            ItemCommits commits,
            IdempotencyTokens tokens,
            StrongWrites strongWrites,
            KeyAccess access) {
        this.itemStore = itemStore;
        this.commits = commits;
        this.manyWrites = new ManyWrites(itemStore, commits);
        this.tokens = tokens;
        this.strongWrites = strongWrites;
        this.access = access;
    }

    /**
     * Decides and applies one write, atomically with everything that follows from it.
     *
     * @param key has the table's key attributes with valid values; others are ignored
     */
    WriteOutcome write(Table table, Item key, ItemWrite write) {
        return write(LiveTable.of(table), key, write, WriteCause.USER);
    }

    /** Decides and applies one write, on whosever behalf it is. */
    WriteOutcome write(TargetedWrite write) {
        return write(LiveTable.of(write.table()), write.key(), write.write(), write.cause());
    }

    private WriteOutcome write(LiveTable table, Item key, ItemWrite write, WriteCause cause) {
        access.item(table, key);
        return considered(table, key, ConsideredWrite.of(write, 1), cause);
    }

    private WriteOutcome considered(
            LiveTable table, Item key, ConsideredWrite write, WriteCause cause) {
        while (true) {
            try {
                Optional<WriteOutcome> outcome = writeAlone(table, key, write, cause);
                return outcome.isPresent()
                        ? outcome.get()
                        : outcome(
                                eachIn(
                                        table,
                                        List.of(new TargetedWrite(table, key, write, cause))));
            } catch (ConsideredWrite.Undecided e) {
                write.consider();
            }
        }
    }

    private static WriteOutcome outcome(List<WriteResult> results) {
        return switch (results.getFirst()) {
            case WriteResult.Done done -> done.outcome();
            case WriteResult.Failed failed -> throw failed.cause();
        };
    }

    /** Empty if the table is strongly replicated: its replicas are written together. */
    private Optional<WriteOutcome> writeAlone(
            LiveTable table, Item key, ItemWrite write, WriteCause cause) {
        TableGate gate = table.gate();
        long stamp = gate.enter();
        try {
            LiveTable current = gate.current();
            if (current.isStrong()) {
                return Optional.empty();
            }
            RowKey rowKey = current.itemKey(key);
            Store target = itemStore.of(current);
            return Optional.of(
                    current.isRecorded()
                            ? gate.inFlight()
                                    .during(() ->
                                            commits.one(target, current, rowKey, write, cause))
                            : commits.one(target, current, rowKey, write, cause));
        } finally {
            gate.exit(stamp);
        }
    }

    /** Applies several writes, each by itself, in order, and waits for all of them at once. */
    List<WriteResult> writeEach(List<TargetedWrite> writes) {
        writes.forEach(write -> access.item(LiveTable.of(write.table()), write.key()));
        List<TargetedWrite> considered = considered(writes);
        List<WriteResult> results =
                new ArrayList<>(eachAlone(considered).orElseGet(() -> eachByTable(considered)));
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).isUndecided()) {
                results.set(i, again(considered.get(i)));
            }
        }
        return results;
    }

    private static List<TargetedWrite> considered(List<TargetedWrite> writes) {
        List<TargetedWrite> considered = new ArrayList<>(writes.size());
        for (TargetedWrite write : writes) {
            considered.add(write.considered(writes.size()));
        }
        return considered;
    }

    private WriteResult again(TargetedWrite write) {
        ConsideredWrite considered = (ConsideredWrite) write.write();
        try {
            considered.consider();
            LiveTable table = LiveTable.of(write.table());
            return new WriteResult.Done(considered(table, write.key(), considered, write.cause()));
        } catch (ApiException | StoreException e) {
            return new WriteResult.Failed(e);
        }
    }

    /** Empty if the table is strongly replicated: its replicas are written together. */
    private Optional<List<WriteResult>> eachAlone(List<TargetedWrite> writes) {
        return within(
                writes,
                gates -> {
                    if (gates.leadToStrong()) {
                        return Optional.empty();
                    }
                    List<WriteResult> results = manyWrites.each(writes);
                    if (results.stream().anyMatch(WriteResult::isUnknown)) {
                        gates.doubt();
                    }
                    return Optional.of(results);
                });
    }

    private List<WriteResult> eachByTable(List<TargetedWrite> writes) {
        Map<TableGate, List<Integer>> positions = new LinkedHashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            positions
                    .computeIfAbsent(
                            LiveTable.of(writes.get(i).table()).gate(), gate -> new ArrayList<>())
                    .add(i);
        }
        WriteResult[] results = new WriteResult[writes.size()];
        for (List<Integer> ofTable : positions.values()) {
            List<TargetedWrite> together = ofTable.stream().map(writes::get).toList();
            List<WriteResult> done = eachIn(LiveTable.of(together.getFirst().table()), together);
            for (int i = 0; i < done.size(); i++) {
                results[ofTable.get(i)] = done.get(i);
            }
        }
        return List.of(results);
    }

    /** Replicas may become strongly consistent, or cease to be, until the gates are entered. */
    private List<WriteResult> eachIn(LiveTable table, List<TargetedWrite> writes) {
        try {
            while (true) {
                Optional<List<WriteResult>> results =
                        strongWrites.each(table, writes).or(() -> eachAlone(writes));
                if (results.isPresent()) {
                    return results.get();
                }
            }
        } catch (ApiException refused) {
            return writes.stream()
                    .map(write -> (WriteResult) new WriteResult.Failed(refused))
                    .toList();
        }
    }

    /** Applies several writes to different items, all or none. */
    WriteOutcomes writeAll(List<TargetedWrite> writes) {
        writes.forEach(write -> access.item(LiveTable.of(write.table()), write.key()));
        List<TargetedWrite> considered = considered(writes);
        while (true) {
            try {
                return within(considered, gates -> manyWrites.all(considered));
            } catch (ConsideredWrite.Undecided e) {
                consider(considered);
            }
        }
    }

    private static void consider(List<TargetedWrite> writes) {
        writes.forEach(write -> ((ConsideredWrite) write.write()).consider());
    }

    /**
     * Applies several writes to different items, all or none, and once for each token: the token is
     * kept in the same commit.
     */
    TransactionOutcome writeAll(List<TargetedWrite> writes, IdempotencyToken token) {
        writes.forEach(write -> access.item(LiveTable.of(write.table()), write.key()));
        List<TargetedWrite> considered = considered(writes);
        while (true) {
            Optional<IdempotencyTokens.Use> begun = tokens.use(token);
            if (begun.isEmpty()) {
                return new TransactionOutcome.InProgress();
            }
            try (IdempotencyTokens.Use use = begun.get()) {
                return within(considered, gates -> manyWrites.once(considered, use));
            } catch (ConsideredWrite.Undecided e) {
                consider(considered);
            }
        }
    }

    private <R> R within(List<TargetedWrite> writes, Function<Gates, R> work) {
        Gates gates = Gates.enter(writes);
        try {
            return work.apply(gates);
        } catch (StoreException.OutcomeUnknown e) {
            gates.doubt();
            throw e;
        } finally {
            gates.exit();
        }
    }
}
