package stator.operation.request;

import java.util.List;
import java.util.Optional;
import stator.database.Database;
import stator.database.item.IdempotencyToken;
import stator.database.item.ItemVisitor;
import stator.database.item.ItemWrite;
import stator.database.item.QuerySpec;
import stator.database.item.ScanSpec;
import stator.database.item.TableKey;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.Item;
import stator.storage.Consistency;

/** Items without any limit of throughput. */
public record DirectItems(Database database) implements Items {
    @Override
    public Optional<Item> get(Table table, Item key, Consistency consistency) {
        return database.items().get(table, key, consistency);
    }

    @Override
    public Optional<ApiException> refusal(TableKey key) {
        return Optional.empty();
    }

    @Override
    public List<Optional<Item>> getAll(List<TableKey> keys, Consistency consistency) {
        return database.items().getAll(keys, consistency);
    }

    @Override
    public List<Optional<Item>> getTogether(List<TableKey> keys) {
        return database.items().getTogether(keys);
    }

    @Override
    public void query(Table table, QuerySpec spec, ItemVisitor visitor) {
        database.items().query(table, spec, visitor);
    }

    @Override
    public void scan(Table table, ScanSpec spec, ItemVisitor visitor) {
        database.items().scan(table, spec, visitor);
    }

    @Override
    public WriteOutcome write(Table table, Item key, ItemWrite write) {
        return database.items().write(table, key, write);
    }

    @Override
    public List<WriteResult> writeEach(List<TargetedWrite> writes) {
        return database.items().writeEach(writes);
    }

    @Override
    public WriteOutcomes writeAll(List<TargetedWrite> writes) {
        return database.items().writeAll(writes);
    }

    @Override
    public TransactionOutcome writeAll(List<TargetedWrite> writes, IdempotencyToken token) {
        return database.items().writeAll(writes, token);
    }
}
