package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.CatalogRows;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableEntry;
import stator.database.catalog.TableEntryCodec;
import stator.database.expiry.ExpiryIndex;
import stator.database.expiry.ExpirySweeper;
import stator.database.item.ScanSpec;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteDecision;
import stator.database.log.ChangeRecord;
import stator.database.row.Layout;
import stator.database.row.TrustedClock;
import stator.database.settings.DatabaseSettings;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.database.table.TimeToLive;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowRange;

final class TimeToLiveTest {
    private static final long DAY_SECONDS = 86_400;

    private static TableDescription plain() {
        return described("T", key("p:S", "s:N"), global("g", key("g:S", ""), Projection.ALL));
    }

    private static LiveTable create(TestDatabase test) {
        return test.create(expiring("ttl").in(plain()));
    }

    private static TimeToLive expiring(String attribute) {
        return new TimeToLive(attribute, true, 1, 0);
    }

    private static void set(TestDatabase test, TimeToLive timeToLive) {
        test.tables().update(NAMESPACE, "T", timeToLive::in).orElseThrow();
    }

    private static long now(TestDatabase test) {
        return test.nowMillis() / 1_000;
    }

    private static void put(TestDatabase test, String name, Object ttl) {
        test.put(test.table("T"), item("p", name, "s", 1, "g", "x", "ttl", ttl));
    }

    /** The names of the items that are there. */
    private static Set<String> names(TestDatabase test) {
        Set<String> names = new TreeSet<>();
        test.database()
                .items()
                .scan(
                        test.table("T"),
                        new ScanSpec("", 0, 1, Item.EMPTY, Consistency.STRONG),
                        item -> names.add(item.get("p").text()));
        return names;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anItemIsDeletedOnceItsTimeIsOverWithItsIndexEntries(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            create(test);
            put(test, "soon", now(test) + 10);
            put(test, "later", now(test) + 1_000);
            put(test, "never", "a text");
            test.pass(9_999);
            test.expire();
            assertEquals(Set.of("later", "never", "soon"), names(test));
            test.pass(1);
            test.expire();
            assertEquals(Set.of("later", "never"), names(test));
            assertEquals(2, test.entries(test.table("T"), "g").size());
            assertEquals(2, test.database().items().statistics(test.table("T")).items());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "1699999999, true",
        "1700000000, true",
        "1700000000.5, false",
        "1699999999.5, true",
        "1700000001, false",
        "1542319999, false", // more than five years ago
        "1542320000, true",
        "0, false",
        "-1, false",
        "1699999999000, false", // milliseconds
        "253402300799, false",
        "253402300800, false",
        "1e125, false",
        "1e-100, false",
    })
    void onlySecondsOfTheLastFiveYearsAreOver(String number, boolean isOver) {
        try (TestDatabase test = new TestDatabase()) {
            create(test);
            AttributeValue ttl = AttributeValue.number(DecimalNumber.parse(number));
            Item item =
                    Item.of(
                            Map.of(
                                    "p", AttributeValue.string("p"),
                                    "s", AttributeValue.number(1),
                                    "ttl", ttl));
            test.put(test.table("T"), item);
            test.expire();
            assertEquals(isOver, names(test).isEmpty());
        }
    }

    @Test
    void whatIsNoNumberAtTheTopLevelDoesNotExpire() {
        try (TestDatabase test = new TestDatabase()) {
            create(test);
            long past = now(test) - 10;
            AttributeValue number = AttributeValue.number(past);
            put(test, "text", "" + past);
            Item item = item("p", "set", "s", 1);
            List<AttributeValue> values =
                    List.of(
                            AttributeValue.set(AttributeType.NS, List.of(number)),
                            AttributeValue.list(List.of(number)),
                            AttributeValue.map(item("ttl", past)),
                            AttributeValue.NULL,
                            AttributeValue.bool(true));
            for (int i = 0; i < values.size(); i++) {
                Map<String, AttributeValue> attributes =
                        Map.of(
                                "p", item.get("p"),
                                "s", AttributeValue.number(i),
                                "ttl", values.get(i));
                test.put(test.table("T"), Item.of(attributes));
            }
            assertEquals(0, test.database().removeExpiredItems());
        }
    }

    @Test
    void aKeyAttributeMayTellTheTime() {
        try (TestDatabase test = new TestDatabase()) {
            test.create(expiring("s").in(plain()));
            test.put(test.table("T"), item("p", "old", "s", now(test) - 1));
            test.put(test.table("T"), item("p", "new", "s", now(test) + 1));
            test.expire();
            assertEquals(Set.of("new"), names(test));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anItemThatIsChangedMeanwhileStays(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            create(test);
            for (String name : List.of("prolonged", "immortal", "deleted", "shortened")) {
                put(test, name, now(test) + 10);
            }
            put(test, "prolonged", now(test) + 20);
            put(test, "immortal", "for ever");
            put(test, "shortened", now(test) + 1);
            test.delete(test.table("T"), item("p", "deleted", "s", 1));
            test.check();
            test.pass(1_000);
            test.expire();
            assertEquals(Set.of("immortal", "prolonged"), names(test));
            test.pass(9_000);
            test.expire();
            assertEquals(Set.of("immortal", "prolonged"), names(test));
            test.pass(10_000);
            test.expire();
            assertEquals(Set.of("immortal"), names(test));
        }
    }

    @Test
    void aWriteAmongManyWakesTheSweeperToo() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = create(test);
            test.expire();
            List<TargetedWrite> writes = new ArrayList<>();
            for (String name : List.of("a", "b")) {
                Item item = item("p", name, "s", 1, "ttl", now(test) + 5);
                writes.add(new TargetedWrite(table, item, current -> new WriteDecision.Put(item)));
            }
            test.database().items().writeAll(writes.subList(0, 1));
            test.database().items().writeEach(writes.subList(1, 2));
            test.pass(5_000);
            test.expire();
            assertEquals(Set.of(), names(test));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void itemsThatWereThereBeforeExpireToo(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(plain());
            for (int i = 0; i < 20; i++) {
                put(test, "k" + i, i % 2 == 0 ? (Object) (now(test) + 1 + i) : "never");
            }
            set(test, expiring("ttl"));
            test.expire();
            test.database().workInBackground();
            test.check();
            test.expire();
            put(test, "k0", now(test) + 30);
            put(test, "k2", "never");
            test.delete(test.table("T"), item("p", "k4", "s", 1));
            put(test, "new", now(test) + 7);
            test.database().workInBackground();
            test.reopen();
            test.check();
            test.work();
            assertTrue(ExpiryIndex.of(test.table("T")).orElseThrow().isFilled());
            test.expire();
            test.pass(13_000);
            test.expire();
            Set<String> expected = new TreeSet<>(Set.of("k0", "k2", "k14", "k16", "k18"));
            for (int i = 1; i < 20; i += 2) {
                expected.add("k" + i);
            }
            assertEquals(expected, names(test));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingExpiresOnceItIsSwitchedOff(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            create(test);
            put(test, "old", now(test) - 10);
            set(test, new TimeToLive("ttl", false, 1, 0));
            assertEquals(0, test.database().removeExpiredItems());
            test.check();
            set(test, expiring("other"));
            test.put(test.table("T"), item("p", "b", "s", 1, "other", now(test) - 1));
            assertEquals(1, test.database().removeExpiredItems());
            assertEquals(Set.of("old"), names(test));
        }
    }

    @Test
    void anotherAttributeMeansAnotherIndex() {
        try (TestDatabase test = new TestDatabase()) {
            create(test);
            test.put(
                    test.table("T"),
                    item("p", "a", "s", 1, "ttl", now(test) - 1, "other", now(test) + 5));
            set(test, expiring("other"));
            assertEquals(0, test.database().removeExpiredItems());
            test.pass(5_000);
            assertEquals(1, test.database().removeExpiredItems());
        }
    }

    @Test
    void nothingExpiresBeforeTheChangeIsInForce() {
        try (TestDatabase test = new TestDatabase(new DatabaseSettings(1_000))) {
            test.create(plain());
            test.pass(1_000);
            put(test, "old", now(test) - 10);
            set(test, new TimeToLive("ttl", true, test.nowMillis(), test.tables().settledMillis()));
            test.work();
            test.expire();
            assertEquals(0, test.database().removeExpiredItems());
            test.pass(1_000);
            test.expire();
            assertEquals(Set.of(), names(test));
        }
    }

    @Test
    void manyItemsGoInBoundedBatches() {
        try (TestDatabase test = new TestDatabase()) {
            create(test);
            int items = 2 * ExpirySweeper.BATCH_ITEMS + 1;
            for (int i = 0; i < items; i++) {
                put(test, "k" + i, now(test) - 1);
            }
            assertEquals(0, test.database().expireItems(), "there is more");
            assertEquals(items - ExpirySweeper.BATCH_ITEMS, names(test).size());
            test.expire();
            assertEquals(Set.of(), names(test));
            assertEquals(items, test.database().removeExpiredItems(), "all are told of once");
            assertEquals(0, test.database().removeExpiredItems());
        }
    }

    /**
     * An engine may have to step over all that was deleted before: who begins at the front each
     * time, takes longer with each batch of items that expire at one second.
     */
    @Test
    void eachLookBeginsBehindTheOneBefore() {
        List<RowRange> looks = new ArrayList<>();
        Engine.Directory directory = Engine.Directory.watched(looks);
        try (TestDatabase test = new TestDatabase(directory, DatabaseSettings.DEFAULT)) {
            create(test);
            for (int i = 0; i < 3 * ExpirySweeper.BATCH_ITEMS + 1; i++) {
                put(test, "k" + i, now(test) - 1);
            }
            looks.clear();
            test.expire();
            assertEquals(Set.of(), names(test));
            looks.removeIf(look -> look.kind() != Layout.EXPIRY_KIND);
            assertTrue(looks.size() > 3, looks.size() + " looks");
            for (int i = 1; i < looks.size(); i++) {
                byte[] before = looks.get(i - 1).from();
                assertTrue(Arrays.compareUnsigned(before, looks.get(i).from()) < 0, "look " + i);
            }
        }
    }

    @Test
    void whatComesBetweenTwoBatchesOfItsSecondGoesToo() {
        try (TestDatabase test = new TestDatabase()) {
            create(test);
            long second = now(test) - 1;
            for (int i = 0; i < 3 * ExpirySweeper.BATCH_ITEMS; i++) {
                put(test, "m" + i, second);
            }
            assertEquals(0, test.database().expireItems(), "there is more");
            for (int i = 0; i < 50; i++) {
                put(test, "a" + i, second);
                put(test, "z" + i, second - i);
            }
            test.expire();
            assertEquals(Set.of(), names(test));
        }
    }

    @Test
    void theStreamTellsThatAnItemsTimeWasOver() {
        try (TestDatabase test = new TestDatabase()) {
            TableDescription streaming = ChangesTest.streaming(StreamSettings.View.KEYS_ONLY);
            LiveTable table = test.create(expiring("ttl").in(streaming));
            test.put(table, item("p", "old", "ttl", now(test) - 1));
            test.expire();
            assertEquals(
                    List.of(WriteCause.USER, new WriteCause.TimeToLive()),
                    new ChangeConsumer(test, table)
                            .all().stream().map(ChangeRecord::cause).toList());
        }
    }

    @Test
    void theDelayIsKeptExceptOnDemand() {
        DatabaseSettings late = new DatabaseSettings(0, 0, DatabaseSettings.UNLIMITED, 100);
        try (TestDatabase test = new TestDatabase(late)) {
            create(test);
            put(test, "a", now(test));
            put(test, "b", now(test) + 50);
            test.pass(99_999);
            test.expire();
            assertEquals(Set.of("a", "b"), names(test));
            test.pass(1);
            test.expire();
            assertEquals(Set.of("b"), names(test));
            test.database().removeExpiredItems();
            assertEquals(Set.of(), names(test));
        }
    }

    @Test
    void nothingGoesUnaskedIfSoSet() {
        DatabaseSettings never =
                new DatabaseSettings(0, 0, DatabaseSettings.UNLIMITED, DatabaseSettings.UNLIMITED);
        try (TestDatabase test = new TestDatabase(never)) {
            create(test);
            put(test, "a", now(test) - 1_000);
            test.expire();
            assertEquals(Set.of("a"), names(test));
            assertEquals(1, test.database().removeExpiredItems());
        }
    }

    @Test
    void aLeapForwardDeletesNothingUntilItHasStood() {
        try (TestDatabase test = new TestDatabase()) {
            create(test);
            put(test, "tomorrow", now(test) + DAY_SECONDS);
            put(test, "soon", now(test) + 60);
            test.expire();
            test.leap(2 * DAY_SECONDS * 1_000);
            test.expire();
            assertEquals(Set.of("soon", "tomorrow"), names(test));
            test.pass(60_000);
            test.expire();
            assertEquals(Set.of("tomorrow"), names(test), "time goes on meanwhile");
            test.pass(TrustedClock.DOUBT_MILLIS);
            test.expire();
            assertEquals(Set.of(), names(test));
        }
    }

    @Test
    void aLeapThatIsTakenBackDeletesNothing() {
        try (TestDatabase test = new TestDatabase()) {
            create(test);
            put(test, "tomorrow", now(test) + DAY_SECONDS);
            test.expire();
            test.leap(2 * DAY_SECONDS * 1_000);
            test.expire();
            test.pass(TrustedClock.DOUBT_MILLIS - 1_000);
            test.expire();
            test.leap(-2 * DAY_SECONDS * 1_000);
            test.expire();
            test.pass(TrustedClock.DOUBT_MILLIS);
            test.expire();
            assertEquals(Set.of("tomorrow"), names(test));
        }
    }

    @Test
    void aLeapBackBreaksNothing() {
        try (TestDatabase test = new TestDatabase()) {
            create(test);
            put(test, "soon", now(test) + 10);
            test.leap(-DAY_SECONDS * 1_000);
            test.pass(60_000);
            test.expire();
            assertEquals(Set.of("soon"), names(test));
            put(test, "earlier", now(test) + 1);
            test.pass(1_000);
            test.expire();
            assertEquals(Set.of("soon"), names(test));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRunWithRestartsKeepsExactlyWhatHasNotExpired(Engine engine) {
        long seed = Long.getLong("stator.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, Long> model = new HashMap<>();
        try (TestDatabase test = new TestDatabase(engine)) {
            create(test);
            for (int step = 0; step < 400; step++) {
                String name = "k" + random.nextInt(40);
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> {
                        long ttl = now(test) + random.nextInt(60) - 5;
                        put(test, name, ttl);
                        model.put(name, ttl);
                    }
                    case 4 -> {
                        put(test, name, "never");
                        model.put(name, Long.MAX_VALUE);
                    }
                    case 5 -> {
                        test.delete(test.table("T"), item("p", name, "s", 1));
                        model.remove(name);
                    }
                    case 6 -> test.pass(random.nextInt(5_000));
                    default -> {
                        if (random.nextInt(4) == 0) {
                            test.reopen();
                        }
                        test.expire();
                        model.values().removeIf(ttl -> ttl <= now(test));
                        assertEquals(new TreeSet<>(model.keySet()), names(test));
                    }
                }
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Failed with -Dstator.seed=" + seed, e);
        }
    }

    @Test
    void aTableWithoutAnExpiryIndexGetsOne() {
        try (TestDatabase test = new TestDatabase(Engine.ROCKSDB)) {
            test.create(plain());
            put(test, "old", now(test) - 1);
            TableEntry record = test.table("T").record();
            TableDescription old = expiring("ttl").in(record.description());
            TableEntry without =
                    new TableEntry(
                            NAMESPACE,
                            old,
                            record.space(),
                            record.places(),
                            Map.of(),
                            record.log());
            LiveTable table = new LiveTable(without, test.table("T").gate(), List.of());
            assertFalse(ExpiryIndex.of(table).isPresent());
            test.store()
                    .update(
                            List.of(CatalogRows.table(NAMESPACE, "T")),
                            (rows, batch) -> {
                                batch.put(
                                        CatalogRows.table(NAMESPACE, "T"),
                                        new Row(
                                                rows.getFirst().orElseThrow().version() + 1,
                                                TableEntryCodec.encode(without)));
                                return Optional.empty();
                            });
            test.reopen();
            test.work();
            test.expire();
            assertEquals(Set.of(), names(test));
        }
    }
}
