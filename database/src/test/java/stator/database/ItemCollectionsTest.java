package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;

import java.util.List;
import org.junit.jupiter.api.Test;
import stator.database.catalog.LiveTable;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteResult;
import stator.database.settings.DatabaseSettings;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;

final class ItemCollectionsTest {
    private static final DatabaseSettings LIMITED = new DatabaseSettings(0, 0, 100, 0);

    /** 20 bytes, and as many in the local index. */
    private static Item twentyBytes(int sort) {
        return item("p", "p", "s", sort, "n", 1, "x", "x".repeat(11));
    }

    private static TableDescription withLocalIndex() {
        return described(
                "T",
                key("p:S", "s:N"),
                local("l", key("p:S", "n:N"), Projection.ALL),
                global("g", key("n:N", ""), Projection.ALL));
    }

    private static void requireRefused(Runnable write) {
        ApiException refused = assertThrows(ApiException.class, write::run);
        assertEquals(ErrorCode.ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED, refused.code());
        assertEquals("Collection size exceeded.", refused.getMessage());
    }

    @Test
    void aCollectionGrowsUpToTheLimit() {
        try (TestDatabase test = new TestDatabase(LIMITED)) {
            LiveTable table = test.create(withLocalIndex());
            assertEquals(20, twentyBytes(1).sizeBytes());
            test.put(table, twentyBytes(1));
            test.put(table, twentyBytes(2));
            requireRefused(() -> test.put(table, twentyBytes(3)));
            // Exactly at the limit: one byte of sort key is a 2-byte number in the size of an item.
            test.put(table, item("p", "p", "s", 3, "y", "x".repeat(14)));
            requireRefused(() -> test.put(table, item("p", "p", "s", 3, "y", "x".repeat(15))));
            test.put(table, item("p", "another", "s", 1, "x", "x".repeat(80)));
            test.put(table, item("p", "p", "s", 3));
            test.delete(table, twentyBytes(1));
            test.put(table, twentyBytes(1));
        }
    }

    @Test
    void severalWritesAreRefusedAsTheyAre() {
        try (TestDatabase test = new TestDatabase(LIMITED)) {
            LiveTable table = test.create(withLocalIndex());
            test.put(table, twentyBytes(1));
            test.put(table, twentyBytes(2));
            TargetedWrite tooMuch = put(table, twentyBytes(3));
            TargetedWrite fine = put(table, item("p", "q", "s", 1));
            List<WriteResult> each = test.database().items().writeEach(List.of(tooMuch, fine));
            assertInstanceOf(WriteResult.Failed.class, each.getFirst());
            assertInstanceOf(WriteResult.Done.class, each.getLast());
            assertFalse(test.database().items().writeAll(List.of(fine, tooMuch)).applied());
        }
    }

    private static TargetedWrite put(LiveTable table, Item item) {
        return new TargetedWrite(table, item, current -> new WriteDecision.Put(item));
    }

    @Test
    void withoutLocalIndexesThereIsNoLimit() {
        try (TestDatabase test = new TestDatabase(LIMITED)) {
            LiveTable table = test.create(described("T", key("p:S", "s:N")));
            test.put(table, item("p", "p", "s", 1, "x", "x".repeat(1_000)));
        }
    }
}
