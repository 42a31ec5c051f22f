package stator.operation.request;

import java.util.ArrayList;
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
import stator.model.LongWork;
import stator.model.MemoryLease;
import stator.storage.Consistency;

/**
 * The items as one request sees them, which pays with its {@link MemoryLease} for what it is shown:
 * a request of some bytes can read, change and answer items of 400 KB.
 *
 * <p>A write pays within its decision, where the size of the item is known and nothing has happened
 * yet: for the item, the one that takes its place, the row as it goes to the log, and the answer,
 * which JSON can make six times as long. After it, nothing is refused any more.
 */
public record LeasedItems(Items items, MemoryLease lease) implements Items {
    /** So many times the bytes of the item that was there. */
    private static final int WRITE_FACTOR = 8;

    /** So many items are read before anybody asks how large they were. */
    private static final int PIECE_KEYS = 8;

    /** For each item of a transaction, before anybody knows how large they are. */
    private static final int TOGETHER_BYTES = 64 * 1024;

    @Override
    public Optional<Item> get(Table table, Item key, Consistency consistency) {
        Optional<Item> item = items.get(table, key, consistency);
        item.ifPresent(found -> lease.reserve(found.documentBytes()));
        return item;
    }

    @Override
    public Optional<ApiException> refusal(TableKey key) {
        return items.refusal(key);
    }

    @Override
    public List<Optional<Item>> getAll(List<TableKey> keys, Consistency consistency) {
        // Where others wait for this thread, all of it is read here, or nothing.
        int pieceKeys = LongWork.isBrief() ? keys.size() : PIECE_KEYS;
        List<Optional<Item>> found = new ArrayList<>(keys.size());
        long read = 0;
        for (int from = 0; from < keys.size(); from += pieceKeys) {
            List<TableKey> piece = keys.subList(from, Math.min(from + pieceKeys, keys.size()));
            // After a megabyte one waits for one's turn before each piece.
            List<Optional<Item>> some = LongWork.run(read, () -> items.getAll(piece, consistency));
            long bytes = bytes(some);
            lease.reserve(bytes);
            read += bytes;
            found.addAll(some);
        }
        return found;
    }

    @Override
    public List<Optional<Item>> getTogether(List<TableKey> keys) {
        lease.reserve((long) TOGETHER_BYTES * keys.size());
        List<Optional<Item>> found = items.getTogether(keys);
        lease.reserve(Math.max(0, bytes(found) - (long) TOGETHER_BYTES * keys.size()));
        return found;
    }

    private static long bytes(List<Optional<Item>> items) {
        long bytes = 0;
        for (Optional<Item> item : items) {
            bytes += item.map(Item::documentBytes).orElse(0);
        }
        return bytes;
    }

    @Override
    public void query(Table table, QuerySpec spec, ItemVisitor visitor) {
        items.query(table, spec, visitor);
    }

    @Override
    public void scan(Table table, ScanSpec spec, ItemVisitor visitor) {
        items.scan(table, spec, visitor);
    }

    @Override
    public WriteOutcome write(Table table, Item key, ItemWrite write) {
        return applied(items.write(table, key, leased(write)));
    }

    @Override
    public List<WriteResult> writeEach(List<TargetedWrite> writes) {
        return applied(items.writeEach(leased(writes)));
    }

    @Override
    public WriteOutcomes writeAll(List<TargetedWrite> writes) {
        return applied(items.writeAll(leased(writes)));
    }

    @Override
    public TransactionOutcome writeAll(List<TargetedWrite> writes, IdempotencyToken token) {
        return applied(items.writeAll(leased(writes), token));
    }

    /** What was applied is answered, whatever memory that takes. */
    private <R> R applied(R result) {
        lease.mustNotFail();
        return result;
    }

    /** A write that decides again pays only for what has become larger. */
    private ItemWrite leased(ItemWrite write) {
        long[] paid = new long[1];
        return current -> {
            long price = (long) WRITE_FACTOR * current.map(Item::documentBytes).orElse(0);
            if (price > paid[0]) {
                lease.reserve(price - paid[0]);
                paid[0] = price;
            }
            return write.decide(current);
        };
    }

    private List<TargetedWrite> leased(List<TargetedWrite> writes) {
        List<TargetedWrite> leased = new ArrayList<>(writes.size());
        for (TargetedWrite write : writes) {
            leased.add(
                    new TargetedWrite(
                            write.table(), write.key(), leased(write.write()), write.cause()));
        }
        return leased;
    }
}
