package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.change.ShardKeeper;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteDecision;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeRecord.Event;
import stator.database.log.ChangeStream;
import stator.database.log.Shard;
import stator.database.log.StreamPeriod;
import stator.database.settings.ChangeLogSettings;
import stator.database.settings.DatabaseSettings;
import stator.database.table.StreamSettings;
import stator.database.table.StreamSettings.View;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.model.Item;

class ChangesTest {
    private static final long HOUR = 3_600_000;
    private static final DatabaseSettings SETTINGS =
            DatabaseSettings.DEFAULT.with(new ChangeLogSettings(24 * HOUR, 4 * HOUR, 10));

    static TableDescription streaming(View view) {
        return described("T", key("p:S", "")).toBuilder().stream(new StreamSettings(true, view, ""))
                .build();
    }

    private static void stream(TestDatabase test, boolean enabled, String label) {
        test.tables()
                .update(
                        NAMESPACE,
                        "T",
                        table ->
                                table.toBuilder().stream(
                                                new StreamSettings(
                                                        enabled, View.NEW_AND_OLD_IMAGES, label))
                                        .build());
    }

    private static List<String> text(List<ChangeRecord> changes) {
        return changes.stream()
                .map(change ->
                        change.event()
                                + " "
                                + change.keys()
                                + " "
                                + change.before().map(Item::toString).orElse("-")
                                + " "
                                + change.after().map(Item::toString).orElse("-"))
                .toList();
    }

    private static String change(Event event, Item keys, Item before, Item after) {
        return event
                + " "
                + keys
                + " "
                + (before == null ? "-" : before)
                + " "
                + (after == null ? "-" : after);
    }

    @ParameterizedTest
    @EnumSource
    void aRecordHoldsWhatItsViewShows(View view) {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(streaming(view));
            Item x1 = item("p", "x", "n", 1);
            Item x2 = item("p", "x", "n", 2);
            test.put(table, x1);
            test.put(table, x2);
            test.delete(table, x1);
            Item keys = item("p", "x");
            Item old1 = view.hasBefore() ? x1 : null;
            Item old2 = view.hasBefore() ? x2 : null;
            assertEquals(
                    List.of(
                            change(Event.INSERT, keys, null, view.hasAfter() ? x1 : null),
                            change(Event.MODIFY, keys, old1, view.hasAfter() ? x2 : null),
                            change(Event.REMOVE, keys, old2, null)),
                    text(new ChangeConsumer(test, table).all()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatChangesNothingIsNoChange(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(streaming(View.NEW_AND_OLD_IMAGES));
            test.put(table, item("p", "x", "n", 1, "m", 2));
            test.put(table, item("m", 2, "p", "x", "n", 1));
            test.delete(table, item("p", "y"));
            test.database()
                    .items()
                    .write(table, item("p", "x"), current -> new WriteDecision.Keep());
            test.database()
                    .items()
                    .write(table, item("p", "z"), current -> new WriteDecision.Reject());
            assertEquals(1, new ChangeConsumer(test, table).all().size());
        }
    }

    @Test
    void aRecordSaysOnWhoseBehalf() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(streaming(View.KEYS_ONLY));
            Item x = item("p", "x");
            WriteCause replication = new WriteCause.Replication("eu-central-1");
            test.database()
                    .items()
                    .write(
                            new TargetedWrite(
                                    table, x, current -> new WriteDecision.Put(x), replication));
            test.database()
                    .items()
                    .writeAll(
                            List.of(
                                    new TargetedWrite(
                                            table,
                                            x,
                                            current -> new WriteDecision.Delete(),
                                            new WriteCause.TimeToLive())));
            assertEquals(
                    List.of(replication, new WriteCause.TimeToLive()),
                    new ChangeConsumer(test, table)
                            .all().stream().map(ChangeRecord::cause).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesStreamsAndShardsOutliveARestart(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine, SETTINGS)) {
            LiveTable table = test.create(streaming(View.NEW_AND_OLD_IMAGES));
            test.put(table, item("p", "x"));
            test.pass(5 * HOUR);
            test.work();
            test.put(table, item("p", "x", "n", 1));
            ChangeStream before = new ChangeConsumer(test, table).stream();
            assertEquals(2, before.shards().size());
            test.reopen();
            ChangeConsumer consumer = new ChangeConsumer(test, test.table("T"));
            assertEquals(before, consumer.stream());
            test.put(test.table("T"), item("p", "x", "n", 2));
            assertEquals(3, consumer.all().size());
        }
    }

    @Test
    void anOldShardIsContinuedByAChildAndAnEmptyOneStays() {
        try (TestDatabase test = new TestDatabase(SETTINGS)) {
            LiveTable table = test.create(streaming(View.KEYS_ONLY));
            ChangeConsumer consumer = new ChangeConsumer(test, table);
            test.pass(5 * HOUR);
            test.work();
            assertEquals(1, consumer.stream().shards().size());
            test.put(table, item("p", "x"));
            test.work();
            List<Shard> shards = consumer.stream().shards();
            assertEquals(2, shards.size());
            assertFalse(shards.getFirst().isOpen());
            assertTrue(shards.getLast().isOpen());
            assertEquals(shards.getFirst().id(), shards.getLast().parent());
            assertEquals(shards.getFirst().to(), shards.getLast().from());
        }
    }

    @Test
    void shardsThatLiveShortlyAreLookedAtAsOften() {
        try (TestDatabase test =
                new TestDatabase(
                        DatabaseSettings.DEFAULT.with(
                                new ChangeLogSettings(24 * HOUR, 2_000, 1)))) {
            LiveTable table = test.create(streaming(View.KEYS_ONLY));
            ChangeConsumer consumer = new ChangeConsumer(test, table);
            test.put(table, item("p", "x"));
            test.pass(2_000);
            test.work();
            assertEquals(2, consumer.stream().shards().size());
            for (int i = 0; i < 10; i++) {
                test.put(table, item("p", "x" + i));
            }
            test.pass(2_000);
            test.work();
            assertEquals(4, consumer.stream().shards().size());
        }
    }

    @Test
    void aBusyShardIsSplit() {
        try (TestDatabase test = new TestDatabase(SETTINGS)) {
            LiveTable table = test.create(streaming(View.KEYS_ONLY));
            ChangeConsumer consumer = new ChangeConsumer(test, table);
            for (int round = 1; round <= 3; round++) {
                for (int i = 0; i < 1_000; i++) {
                    test.put(table, item("p", "x" + i, "round", round));
                }
                test.pass(ShardKeeper.COUNTING_MILLIS);
                test.work();
            }
            ChangeStream stream = consumer.stream();
            assertEquals(1 + 2 + 4 + 8, stream.shards().size());
            for (Shard shard : stream.shards()) {
                Optional<Shard> parent = stream.shard(shard.parent());
                assertTrue(parent.isEmpty() || parent.get().covers(shard.firstToken()));
            }
            for (int i = 0; i < 1_000; i++) {
                test.put(table, item("p", "x" + i, "round", 4));
            }
            assertEquals(4_000, consumer.all().size());
        }
    }

    @Test
    void whatIsTooOldIsNotShownAndThenDropped() {
        try (TestDatabase test = new TestDatabase(SETTINGS)) {
            LiveTable table = test.create(streaming(View.KEYS_ONLY));
            test.put(table, item("p", "x"));
            test.pass(23 * HOUR);
            test.put(table, item("p", "y"));
            Shard shard = new ChangeConsumer(test, table).stream().shards().getFirst();
            assertFalse(test.database().changes().hasTrimmed(shard, 0));
            test.pass(2 * HOUR);
            assertTrue(test.database().changes().hasTrimmed(shard, 0));
            List<ChangeRecord> left = new ChangeConsumer(test, table).all();
            assertEquals(List.of(item("p", "y")), left.stream().map(ChangeRecord::keys).toList());
            assertFalse(test.database().changes().hasTrimmed(shard, left.getLast().version()));
            test.work();
            test.pass(25 * HOUR);
            test.work();
            List<Shard> shards = new ChangeConsumer(test, table).stream().shards();
            assertEquals(1, shards.size());
            assertNotEquals(shard.id(), shards.getFirst().id());
        }
    }

    @Test
    void aDisabledStreamStaysForADayBesideItsSuccessor() {
        try (TestDatabase test = new TestDatabase(SETTINGS)) {
            LiveTable first = test.create(streaming(View.NEW_AND_OLD_IMAGES));
            test.put(first, item("p", "x", "n", 1));
            stream(test, false, first.description().stream().label());
            test.put(first, item("p", "x", "n", 2));
            test.pass(HOUR);
            stream(test, true, "second");
            test.put(first, item("p", "x", "n", 3));
            LiveTable second = test.table("T");
            assertEquals(1, new ChangeConsumer(test, first).all().size());
            List<ChangeRecord> later = new ChangeConsumer(test, second).all();
            assertEquals(1, later.size());
            assertEquals(Optional.of(item("p", "x", "n", 2)), later.getFirst().before());
            assertEquals(2, test.database().changes().streams(NAMESPACE).size());
            test.pass(24 * HOUR);
            test.work();
            assertEquals(
                    List.of("second"),
                    test.database().changes().streams(NAMESPACE).stream()
                            .map(stream -> stream.period().label())
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeletedTablesStreamStaysForADay(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine, SETTINGS)) {
            LiveTable table = test.create(streaming(View.NEW_AND_OLD_IMAGES));
            test.put(table, item("p", "x", "n", 1));
            test.tables().delete(NAMESPACE, "T", gone -> {});
            test.pass(1);
            LiveTable again = test.create(streaming(View.NEW_AND_OLD_IMAGES));
            test.put(again, item("p", "x", "n", 2));
            test.reopen();
            assertEquals(1, new ChangeConsumer(test, table).all().size());
            assertEquals(1, new ChangeConsumer(test, again).all().size());
            assertFalse(new ChangeConsumer(test, table).stream().period().isOn());
            test.check();
            test.pass(25 * HOUR);
            test.work();
            assertEquals(1, test.database().changes().streams(NAMESPACE).size());
        }
    }

    @Test
    void aStreamHasTheStatesOfItsTable() {
        DatabaseSettings slow = new DatabaseSettings(1_000).with(SETTINGS.changeLog());
        try (TestDatabase test = new TestDatabase(slow)) {
            LiveTable table =
                    test.create(
                            streaming(View.KEYS_ONLY).toBuilder()
                                    .transition(test.tables().transition(TableStatus.CREATING))
                                    .build());
            ChangeConsumer consumer = new ChangeConsumer(test, table);
            assertEquals(
                    StreamPeriod.Status.ENABLING,
                    consumer.stream().period().statusAt(test.nowMillis()));
            test.pass(1_000);
            assertEquals(
                    StreamPeriod.Status.ENABLED,
                    consumer.stream().period().statusAt(test.nowMillis()));
            test.tables().delete(NAMESPACE, "T", gone -> {});
            assertEquals(
                    StreamPeriod.Status.DISABLING,
                    consumer.stream().period().statusAt(test.nowMillis()));
            test.pass(1_000);
            assertEquals(
                    StreamPeriod.Status.DISABLED,
                    consumer.stream().period().statusAt(test.nowMillis()));
            test.work();
            assertTrue(test.catalog().find(NAMESPACE, "T").isEmpty());
            assertEquals(1, test.database().changes().streams(NAMESPACE).size());
        }
    }

    @Test
    void whoeverReadsBesideTheStreamGetsWholeItems() {
        try (TestDatabase test = new TestDatabase(SETTINGS)) {
            LiveTable table =
                    test.create(
                            described("T", key("p:S", "")).toBuilder()
                                    .changeReaders(Map.of("journal", 100 * HOUR))
                                    .build());
            test.put(table, item("p", "x", "n", 1));
            stream(test, true, "label");
            test.put(table, item("p", "x", "n", 2));
            LiveTable current = test.table("T");
            List<Shard> shards = current.record().log().shards();
            assertEquals(2, shards.size());
            test.pass(50 * HOUR);
            test.work();
            int records = 0;
            for (Shard shard : shards) {
                records +=
                        test.database()
                                .shardReader()
                                .read(current, shard, 0, 10, 1 << 20)
                                .records()
                                .size();
            }
            assertEquals(2, records);
            test.tables().delete(NAMESPACE, "T", gone -> {});
        }
    }
}
