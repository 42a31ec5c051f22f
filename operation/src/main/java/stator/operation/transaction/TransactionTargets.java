package stator.operation.transaction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;

/** The tables and items that a transaction is about. No item may be named twice. */
public final class TransactionTargets {
    /** Most bytes of items in one transaction. */
    static final int BYTES_MAX = 4 << 20;

    private final RequestContext context;
    private final Map<TableReference, ItemTable> tables = new HashMap<>();
    private final Map<TableReference, Set<Item>> items = new HashMap<>();
    private long bytes;

    public TransactionTargets(RequestContext context) {
        this.context = context;
    }

    /** The table, which must be there; the same for every action that names it. */
    ItemTable open(TableReference reference, String given) {
        return tables.computeIfAbsent(
                reference, missing -> ItemTable.open(context, missing, given));
    }

    /** Adds an item by its key; one whose key does not fit the table is none, and is let pass. */
    public void add(TableReference reference, Table table, Item key) {
        if (!hasKey(key, table)) {
            return;
        }
        Set<Item> keys = items.computeIfAbsent(reference, first -> new HashSet<>());
        if (!keys.add(ItemKeys.keyOf(key, table.key()))) {
            throw ApiException.validation(
                    "Transaction request cannot include multiple operations on one item");
        }
    }

    private static boolean hasKey(Item key, Table table) {
        for (KeyAttribute attribute : table.key().attributes()) {
            if (key.find(attribute.name())
                    .filter(value -> value.type() == attribute.type())
                    .isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Adds bytes to the size of the transaction. */
    public void addBytes(int more) {
        bytes += more;
        if (bytes > BYTES_MAX) {
            throw ApiException.validation(
                    "Collection size of items exceeded, which can also be caused by the aggregate"
                            + " size of the items in the transaction exceeding the 4MB limit");
        }
    }
}
