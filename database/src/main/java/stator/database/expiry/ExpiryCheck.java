package stator.database.expiry;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import stator.database.catalog.LiveTable;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;

/**
 * Reads an expiry index and says where it contradicts the items: each item that expires has its
 * entry, and there are no others.
 */
final class ExpiryCheck {
    private final Store store;
    private final ExpiryIndex index;
    private final Consumer<String> problem;

    /** The entries that the items should have, without those that were found. */
    private final Set<RowKey> expected = new HashSet<>();

    ExpiryCheck(Store store, ExpiryIndex index, Consumer<String> problem) {
        this.store = store;
        this.index = index;
        this.problem = problem;
    }

    void run(LiveTable table) {
        RowPage.forEach(store, table.space(), Layout.ITEM_KIND, this::item);
        RowPage.forEach(store, index.space(), Layout.EXPIRY_KIND, this::entry);
        if (index.isFilled() && !expected.isEmpty()) {
            problem.accept("lacks expiries: " + expected);
        }
        if (index.isFilled()
                && store.get(Layout.position(index.space()), Consistency.STRONG).isPresent()) {
            problem.accept("keeps a position of its expiry index, which is filled");
        }
    }

    private void item(RowKey key, Row row) {
        index.expiry(Item.wrap(row.payload()))
                .ifPresent(seconds -> expected.add(index.entryKey(key, seconds)));
    }

    private void entry(RowKey key, Row row) {
        if (!expected.remove(key)) {
            problem.accept("has an expiry of no item: " + key);
        } else if (!index.entryKey(index.itemKey(key, row), ExpiryIndex.seconds(key)).equals(key)) {
            problem.accept("has an expiry that does not tell its item: " + key);
        }
    }
}
