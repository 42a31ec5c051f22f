package stator.database.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.database.Database;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.check.CheckPace;
import stator.database.check.Findings;
import stator.database.check.TableMoment;
import stator.database.item.WriteDecision;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Namespace;
import stator.database.table.StreamSettings;
import stator.database.table.StreamSettings.View;
import stator.database.table.TableDescription;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;

final class ChangeLogCheckTest {
    private static final int ITEMS = 100;

    private static TableDescription description() {
        KeyAttribute key = new KeyAttribute("p", AttributeType.N);
        return TableDescription.of(
                        "T", new KeySchema(List.of(key), List.of()), List.of(key), List.of())
                .toBuilder()
                .stream(new StreamSettings(true, View.NEW_AND_OLD_IMAGES, ""))
                .build();
    }

    private static Item item(int number, int value) {
        return Item.of(
                Map.of("p", AttributeValue.number(number), "v", AttributeValue.number(value)));
    }

    /** A hundred items, each written twice; then every tenth record of a second write is lost. */
    @ParameterizedTest
    @ValueSource(ints = {4, 32, LastChanges.ITEMS_MAX})
    void findsTheSameInSlicesIfMoreItemsHaveChangedThanThereIsRoomFor(int itemsMax) {
        Store store = new MemoryStore();
        try (Database database =
                Database.open(store, DatabaseSettings.DEFAULT, Clock.systemUTC(), new Random(1))) {
            LiveTable table =
                    LiveTable.of(
                            database.tables()
                                    .create(
                                            new Namespace("000000000000", "us-east-1"),
                                            description())
                                    .orElseThrow());
            for (int i = 0; i < 2 * ITEMS; i++) {
                Item item = item(i % ITEMS, i);
                database.items().write(table, item, current -> new WriteDecision.Put(item));
            }
            assertEquals(Set.of(), found(store, table, itemsMax));
            Set<String> expected = new TreeSet<>();
            for (int i = 0; i < ITEMS; i += 10) {
                lose(store, table, 2 * ITEMS - 1 - i);
                expected.add("{p: {\"N\": \"" + (ITEMS - 1 - i) + "\"}}");
            }
            assertEquals(expected, found(store, table, itemsMax));
        }
    }

    private static void lose(Store store, LiveTable table, int number) {
        int space = table.record().log().shards().getFirst().space();
        List<RowKey> keys = new ArrayList<>();
        RowPage.forEach(store, space, Layout.RECORD_KIND, (key, row) -> keys.add(key));
        store.update(
                List.of(keys.get(number)),
                (rows, batch) -> {
                    batch.delete(keys.get(number));
                    return true;
                });
    }

    private static Set<String> found(Store store, LiveTable table, int itemsMax) {
        Catalog catalog =
                Catalog.open(
                        store,
                        Clock.systemUTC(),
                        new HybridClock(Clock.systemUTC(), store.highestVersion()),
                        List.of(),
                        () -> {});
        Findings findings = new Findings(ITEMS);
        try (TableMoment moment =
                TableMoment.take(store, catalog, table, new CheckPace()).orElseThrow()) {
            new ChangeLogCheck(moment, findings, itemsMax).run();
        }
        Set<String> keys = new TreeSet<>();
        findings.found().forEach(finding -> assertTrue(keys.add(finding.key())));
        return keys;
    }

    @Test
    void lastChangesAreAMapWithLittleRoom() {
        Random random = new Random(1);
        LastChanges last = new LastChanges(1 << 12);
        Map<Long, Long> model = new HashMap<>();
        while (model.size() < 1 << 12) {
            long key = random.nextInt(3) == 0 ? random.nextInt(4) : random.nextLong();
            long state = random.nextInt(4);
            assertEquals(model.getOrDefault(key, LastChanges.NONE), last.get(key));
            assertTrue(last.put(key, state));
            model.put(key, state);
        }
        model.forEach((key, state) -> assertEquals(state, last.get(key)));
        assertFalse(last.put(-7, 1));
        List<Long> there = new ArrayList<>();
        last.forEachThere(there::add);
        long expected =
                model.values().stream()
                        .filter(state -> state != LastChanges.GONE && state != LastChanges.NONE)
                        .count();
        assertEquals(expected, there.size());
        last.clear();
        assertEquals(LastChanges.NONE, last.get(-7));
    }
}
