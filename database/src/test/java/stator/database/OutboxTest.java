package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stator.database.catalog.LiveTable;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.database.settings.DatabaseSettings;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.memory.MemoryStore;
import stator.storage.testing.OnePartitionStore;

/** What leaves the partition of a commit arrives, whenever the process dies and whatever fails. */
class OutboxTest {
    /** More steps than a run of writes takes. */
    private static final int STEPS = 160;

    /** A store in memory that outlives the processes which open it. */
    private static final class Partitions implements Engine.Directory {
        private final MemoryStore whole = new MemoryStore();
        private final OnePartitionStore.State state = new OnePartitionStore.State();
        private final Random random;
        private OnePartitionStore engine;

        Partitions(long seed) {
            random = new Random(seed);
        }

        @Override
        public Store open() {
            engine = new OnePartitionStore(whole, state, random, Set.of());
            return engine;
        }

        @Override
        public Store reopen(Store old) {
            return open();
        }

        @Override
        public Store crash(Store old) {
            return open();
        }

        @Override
        public void delete() {}
    }

    private final Partitions partitions = new Partitions(7);

    private TestDatabase open() {
        return new TestDatabase(partitions, DatabaseSettings.DEFAULT);
    }

    private static TableDescription description() {
        return described("T", key("p:S", ""), global("g", key("a:S", ""), Projection.ALL))
                .toBuilder()
                .stream(new StreamSettings(true, StreamSettings.View.NEW_AND_OLD_IMAGES, "stream"))
                .build();
    }

    /** Items that are written by one and by several, again and again, until the process dies. */
    private static final class Writer {
        private final TestDatabase test;
        private final Random random;

        /** What is acknowledged, by key, and what the call under way makes of it. */
        private final Map<String, Optional<Item>> known = new TreeMap<>();

        private final Map<String, Optional<Item>> wanted = new TreeMap<>();
        private final NaiveStream stream = new NaiveStream();

        Writer(TestDatabase test, Random random) {
            this.test = test;
            this.random = random;
        }

        void write(LiveTable table) {
            wanted.clear();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                String name = "x" + random.nextInt(4);
                wanted.put(
                        name,
                        random.nextInt(3) == 0
                                ? Optional.empty()
                                : Optional.of(
                                        item(
                                                "p",
                                                name,
                                                "a",
                                                "k" + random.nextInt(3),
                                                "n",
                                                random.nextInt(9))));
            }
            List<TargetedWrite> writes = new ArrayList<>();
            wanted.forEach((name, item) ->
                    writes.add(
                            new TargetedWrite(
                                    table,
                                    item("p", name),
                                    current ->
                                            item.isPresent()
                                                    ? new WriteDecision.Put(item.get())
                                                    : new WriteDecision.Delete())));
            test.database().items().writeAll(writes);
            settle(true);
        }

        /** What the call under way made, if it was applied. */
        private void settle(boolean isApplied) {
            if (isApplied) {
                wanted.forEach((name, item) -> {
                    Optional<Item> before = known.getOrDefault(name, Optional.empty());
                    stream.note(item("p", name), before, item);
                    known.put(name, item);
                });
            }
        }

        /** After the process died: the call under way was applied as a whole or not at all. */
        void settleFrom(LiveTable table) {
            Map<String, Optional<Item>> found = new TreeMap<>();
            wanted.keySet()
                    .forEach(name ->
                            found.put(
                                    name,
                                    test.database()
                                            .items()
                                            .get(table, item("p", name), Consistency.STRONG)));
            Map<String, Optional<Item>> before = new TreeMap<>();
            wanted.keySet()
                    .forEach(name -> before.put(name, known.getOrDefault(name, Optional.empty())));
            boolean isApplied = found.equals(wanted);
            assertTrue(isApplied || found.equals(before), () -> "Torn: " + found);
            settle(isApplied);
        }
    }

    @Test
    void nothingIsMissingWhateverStepTheProcessDiesAt() {
        for (int steps = 0; steps < STEPS; steps++) {
            Partitions killed = new Partitions(steps);
            TestDatabase test = new TestDatabase(killed, DatabaseSettings.DEFAULT);
            LiveTable table = test.create(description());
            Writer writer = new Writer(test, new Random(steps));
            killed.engine.killAfter(steps);
            boolean isKilled = false;
            for (int i = 0; i < 20 && !isKilled; i++) {
                try {
                    writer.write(table);
                    test.database().workInBackground();
                } catch (OnePartitionStore.Killed e) {
                    isKilled = true;
                }
            }
            test.crash();
            LiveTable found = test.table("T");
            writer.settleFrom(found);
            writer.stream.requireSame(new ChangeConsumer(test, found).all());
            // And goes on, over what the dead process may still have under way.
            for (int i = 0; i < 20; i++) {
                writer.write(found);
            }
            writer.stream.requireSame(new ChangeConsumer(test, found).all());
            test.close();
        }
    }

    /** More follows from them than one row of an outbox holds. */
    @Test
    void whatFollowsFromManyLargeItemsIsMadeOrNothing() {
        int items = 12;
        for (int steps = 0; steps < 2 * items; steps++) {
            Partitions killed = new Partitions(steps);
            TestDatabase test = new TestDatabase(killed, DatabaseSettings.DEFAULT);
            LiveTable table = test.create(description());
            List<TargetedWrite> writes = new ArrayList<>();
            for (int i = 0; i < items; i++) {
                Item item = item("p", "x" + i, "a", "k", "b", new byte[390 * 1024]);
                writes.add(
                        new TargetedWrite(
                                table, item("p", "x" + i), current -> new WriteDecision.Put(item)));
            }
            killed.engine.killAfter(steps);
            try {
                test.database().items().writeAll(writes);
            } catch (OnePartitionStore.Killed e) {
                // It dies at every step in turn.
            }
            test.crash();
            LiveTable found = test.table("T");
            int entries = test.entries(found, "g").size();
            assertTrue(entries == 0 || entries == items, "Torn: " + entries);
            assertEquals(entries, new ChangeConsumer(test, found).all().size());
            // The database checks that items and entries agree.
            test.close();
        }
    }

    @Test
    void whileChangesCannotBeMadeNothingIsWrittenAndReadersOfChangesWait() {
        TestDatabase test = open();
        LiveTable table = test.create(description());
        test.put(table, item("p", "x", "a", "k"));
        partitions.engine.breakDown(true);
        // Who is interrupted does not wait until the engine is well again.
        Thread.currentThread().interrupt();
        assertThrows(
                StoreException.OutcomeUnknown.class,
                () -> test.put(table, item("p", "x", "a", "l")));
        assertTrue(Thread.interrupted());
        assertEquals(1, test.database().outboxLag().orElseThrow().partitionsLeft());
        assertFalse(test.store().health().writable());
        assertThrows(
                StoreException.Unavailable.class, () -> test.put(table, item("p", "y", "a", "k")));
        ChangeConsumer consumer = new ChangeConsumer(test, table);
        assertEquals(1, consumer.all().size());

        partitions.engine.breakDown(false);
        test.work();
        assertTrue(test.store().health().writable());
        assertEquals(List.of(item("p", "x", "a", "l")), test.entries(table, "g"));
        test.put(table, item("p", "y", "a", "k"));
        assertEquals(2, consumer.all().size());
        test.close();
    }

    @Test
    void whatIsDoneIsRemoved() {
        TestDatabase test = open();
        LiveTable table = test.create(description());
        for (int i = 0; i < 10; i++) {
            test.put(table, item("p", "x" + i, "a", "k"));
        }
        assertEquals(10, test.database().outboxLag().orElseThrow().commits());
        assertEquals(10, rows(Layout.OUTBOX_SPACE, Layout.HINT_KIND));
        test.database().workInBackground();
        assertEquals(0, rows(table.space(), Layout.OUTBOX_KIND));
        test.close();
    }

    @Test
    void aTableFromWhichNothingFollowsHasNoOutbox() {
        TestDatabase test = open();
        LiveTable table = test.create(described("T", key("p:S", "")));
        test.put(table, item("p", "x"));
        assertEquals(0, test.database().outboxLag().orElseThrow().commits());
        assertEquals(0, rows(table.space(), Layout.OUTBOX_KIND));
        assertEquals(0, rows(Layout.OUTBOX_SPACE, Layout.HINT_KIND));
        test.close();
    }

    @Test
    void anEngineThatReachesAllRowsHasNone() {
        try (TestDatabase test = new TestDatabase()) {
            assertTrue(test.database().outboxLag().isEmpty());
        }
    }

    private int rows(int space, byte kind) {
        int[] rows = {0};
        RowPage.forEach(partitions.whole, space, kind, (key, row) -> rows[0]++);
        return rows[0];
    }
}
