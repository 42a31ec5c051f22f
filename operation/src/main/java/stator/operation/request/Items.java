package stator.operation.request;

import java.util.List;
import java.util.Optional;
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

/**
 * The items of all tables, as operations read and write them: {@code MeteredItems} counts what is
 * used, and holds it to the capacity of the tables if that is wanted.
 *
 * <p>The methods are those of {@link stator.database.Database}. Beside what those throw, they throw
 * an {@link ApiException} with {@link ApiException#throttlingReasons} if a read or write is
 * throttled; of several writes, that is the result of the one.
 */
public interface Items {
    /** One item. */
    Optional<Item> get(Table table, Item key, Consistency consistency);

    /** Why the item may not be read now, if it may not. */
    Optional<ApiException> refusal(TableKey key);

    /** Some items as they stood at one moment, whether they may be read now or not. */
    List<Optional<Item>> getAll(List<TableKey> keys, Consistency consistency);

    /**
     * The items of a transaction, at twice the price.
     *
     * @throws TransactionCanceledException if any of them may not be read now
     */
    List<Optional<Item>> getTogether(List<TableKey> keys);

    /** Shows the items of a key range of a table or index. */
    void query(Table table, QuerySpec spec, ItemVisitor visitor);

    /** Shows the items of a table or index. */
    void scan(Table table, ScanSpec spec, ItemVisitor visitor);

    /** Decides and applies one write. */
    WriteOutcome write(Table table, Item key, ItemWrite write);

    /** Applies several writes, each by itself. */
    List<WriteResult> writeEach(List<TargetedWrite> writes);

    /** Applies the writes of a transaction, all or none. */
    WriteOutcomes writeAll(List<TargetedWrite> writes);

    /** Applies the writes of a transaction, all or none, and once for each token. */
    TransactionOutcome writeAll(List<TargetedWrite> writes, IdempotencyToken token);
}
