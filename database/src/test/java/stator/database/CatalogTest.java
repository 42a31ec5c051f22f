package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.Catalog;
import stator.database.catalog.CatalogRows;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableEntry;
import stator.database.catalog.TableEntryCodec;
import stator.database.log.ChangeLog;
import stator.database.log.Shard;
import stator.database.log.StreamPeriod;
import stator.database.row.FilledSpace;
import stator.database.row.IndexPlace;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Backfill;
import stator.database.table.Billing;
import stator.database.table.Encryption;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.Namespace;
import stator.database.table.ResourcePolicy;
import stator.database.table.StreamSettings;
import stator.database.table.TableClass;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.database.table.TableStatistics;
import stator.database.table.TableStatus;
import stator.database.table.Throughput;
import stator.database.table.TimeToLive;
import stator.database.table.Transition;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.storage.Consistency;
import stator.storage.Row;

final class CatalogTest {
    private static TableDescription simple(String name) {
        return described(name, key("p:S", ""));
    }

    private static TableDescription everything(String name) {
        IndexDescription index =
                global("g", key("a:S,b:N", "c:B,d:S"), Projection.INCLUDE, "i", "j")
                        .withThroughput(
                                new Throughput(5, 6, 7, 8, 1, 2, 3, 12, 13).withWarm(14, 15))
                        .withTransition(new Transition(TableStatus.UPDATING, 99));
        TableDescription described =
                described(
                                name,
                                key("p:S", "s:N"),
                                local("l", key("p:S", "c:B"), Projection.ALL),
                                index)
                        .toBuilder()
                        .transition(new Transition(TableStatus.CREATING, 17))
                        .billing(Billing.payPerRequest(123))
                        .throughput(Throughput.provisioned(1, 2).withMaximum(-1, 50))
                        .tableClass(new TableClass("STANDARD_INFREQUENT_ACCESS", true, 5))
                        .encryption(new Encryption(true, "arn:aws:kms:key"))
                        .deletionProtection(true)
                        .stream(new StreamSettings(true, StreamSettings.View.NEW_IMAGE, "label"))
                        .resourcePolicy(new ResourcePolicy("{}", "r1"))
                        .tags(Map.of("", "empty name", "ü", ""))
                        .changeReaders(Map.of("journal", 5_000L))
                        .build();
        TableDescription set =
                TableSetting.map("Recovery").in(described, item("Recovery", "on", "Days", 3));
        return new TimeToLive("ttl", true, 9, 11).in(set);
    }

    private static ChangeLog log() {
        StreamPeriod stream = new StreamPeriod("label", StreamSettings.View.OLD_IMAGE, 1, 2, 3, 4);
        Shard shard = new Shard("shardId-1", "shardId-0", "label", 102, 5, -6, 7, 9);
        return new ChangeLog(List.of(stream), List.of(shard));
    }

    @Test
    void aDescriptionIsReadAsItWasWritten() {
        TableEntry record =
                new TableEntry(
                        NAMESPACE,
                        everything("T").toBuilder().identity("id", "arn", 77).build(),
                        100,
                        Map.of(
                                "l",
                                new IndexPlace(100, (byte) 1),
                                "g",
                                new IndexPlace(101, (byte) 0, 7)),
                        Map.of("TimeToLive", new FilledSpace(102, false)),
                        log());
        assertEquals(record, TableEntryCodec.decode(TableEntryCodec.encode(record)));
    }

    @Test
    void aTableHasWhatTheClientGaveAndAnIdentity() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(everything("T"));
            TableDescription found = test.table("T").description();
            assertEquals(table.description(), found);
            assertEquals("arn:aws:dynamodb:us-east-1:000000000000:table/T", found.arn());
            assertEquals(found.arn() + "/stream/label", found.streamArn());
            assertEquals(found.arn() + "/index/g", found.indexArn("g"));
            assertEquals(test.nowMillis(), found.createdMillis());
            assertTrue(
                    found.id()
                            .matches(
                                    "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
            assertEquals(
                    everything("T"),
                    found.toBuilder().identity("", "", 0).build(),
                    "everything else is as given");
        }
    }

    @Test
    void aStreamGetsTheTimeAsItsLabel() {
        try (TestDatabase test = new TestDatabase()) {
            StreamSettings stream = new StreamSettings(true, StreamSettings.View.KEYS_ONLY, "");
            LiveTable table = test.create(simple("T").toBuilder().stream(stream).build());
            assertEquals("2023-11-14T22:13:20.000", table.description().stream().label());
        }
    }

    @Test
    void namesAreUniqueInANamespaceAndNotBeyond() {
        try (TestDatabase test = new TestDatabase()) {
            test.create(simple("T"));
            assertEquals(Optional.empty(), test.tables().create(NAMESPACE, simple("T")));
            Namespace other = new Namespace("000000000000", "eu-west-1");
            assertEquals(Optional.empty(), test.catalog().find(other, "T"));
            LiveTable elsewhere =
                    test.tables().create(other, simple("T")).map(LiveTable::of).orElseThrow();
            test.put(elsewhere, item("p", "a"));
            assertEquals(
                    Optional.empty(),
                    test.database()
                            .items()
                            .get(test.table("T"), item("p", "a"), Consistency.STRONG));
        }
    }

    @Test
    void tablesAreListedByNameInPages() {
        try (TestDatabase test = new TestDatabase()) {
            for (String name : List.of("b", "a-1", "B", "a.1", "a_1", "c")) {
                test.create(simple(name));
            }
            Catalog catalog = test.catalog();
            assertEquals(
                    List.of("B", "a-1", "a.1", "a_1", "b", "c"), catalog.list(NAMESPACE, "", 100));
            assertEquals(List.of("B", "a-1"), catalog.list(NAMESPACE, "", 2));
            assertEquals(List.of("a.1", "a_1"), catalog.list(NAMESPACE, "a-1", 2));
            assertEquals(List.of("b"), catalog.list(NAMESPACE, "az", 1));
            assertEquals(List.of(), catalog.list(NAMESPACE, "c", 1));
            assertEquals(6, catalog.count(NAMESPACE));
            assertEquals(0, catalog.count(new Namespace("1", "r")));
        }
    }

    @Test
    void anUpdateChangesTheDescriptionAndNothingElse() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable before = test.create(simple("T"));
            test.put(before, item("p", "a"));
            LiveTable after =
                    test.tables()
                            .update(
                                    NAMESPACE,
                                    "T",
                                    table -> table.toBuilder().deletionProtection(true).build())
                            .map(LiveTable::of)
                            .orElseThrow();
            assertTrue(after.description().deletionProtection());
            assertEquals(after.description(), test.table("T").description());
            assertEquals(1, test.database().items().statistics(after).items());
            test.put(before, item("p", "b"));
            assertEquals(2, test.database().items().statistics(after).items());
            assertEquals(Optional.empty(), test.tables().update(NAMESPACE, "U", table -> table));
        }
    }

    @Test
    void aRefusedChangeChangesNothing() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(simple("T"));
            assertThrows(
                    ApiException.class,
                    () ->
                            test.tables()
                                    .update(
                                            NAMESPACE,
                                            "T",
                                            description -> {
                                                throw ApiException.validation("no");
                                            }));
            assertThrows(
                    ApiException.class,
                    () ->
                            test.tables()
                                    .delete(
                                            NAMESPACE,
                                            "T",
                                            found -> {
                                                throw ApiException.validation("no");
                                            }));
            assertEquals(table.description(), test.table("T").description());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeletedTableIsGoneWithEverythingInIt(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table =
                    test.create(
                            described(
                                    "T",
                                    key("p:S", ""),
                                    global("g", key("g:S", ""), Projection.ALL)));
            test.put(table, item("p", "a", "g", "x"));
            LiveTable deleted =
                    test.tables()
                            .delete(NAMESPACE, "T", found -> {})
                            .map(LiveTable::of)
                            .orElseThrow();
            assertEquals(TableStatus.DELETING, deleted.statusAt(test.nowMillis()));
            assertEquals(Optional.empty(), test.catalog().find(NAMESPACE, "T"));
            assertEquals(Optional.empty(), test.tables().delete(NAMESPACE, "T", found -> {}));
            ApiException refused =
                    assertThrows(ApiException.class, () -> test.put(table, item("p", "b")));
            assertEquals(ErrorCode.RESOURCE_NOT_FOUND, refused.code());

            LiveTable again = test.create(simple("T"));
            assertNotEquals(deleted.description().id(), again.description().id());
            assertNotEquals(deleted.space(), again.space());
            assertEquals(0, test.database().items().statistics(again).items());
            assertThrows(ApiException.class, () -> test.put(table, item("p", "b")));
        }
    }

    @Test
    void statesLastAsLongAsTheSettingsSay() {
        try (TestDatabase test = new TestDatabase(new DatabaseSettings(1_000))) {
            Tables catalog = test.tables();
            Transition creating = catalog.transition(TableStatus.CREATING);
            LiveTable table = test.create(simple("T").toBuilder().transition(creating).build());
            assertEquals(TableStatus.CREATING, table.statusAt(test.nowMillis()));
            test.pass(1_000);
            assertEquals(TableStatus.ACTIVE, table.statusAt(test.nowMillis()));

            catalog.delete(NAMESPACE, "T", found -> {});
            test.pass(999);
            assertEquals(TableStatus.DELETING, test.table("T").statusAt(test.nowMillis()));
            assertEquals(List.of("T"), catalog.list(NAMESPACE, "", 10));
            assertEquals(Optional.empty(), catalog.create(NAMESPACE, simple("T")));
            test.pass(1);
            assertEquals(Optional.empty(), catalog.find(NAMESPACE, "T"));
            assertEquals(List.of(), catalog.list(NAMESPACE, "", 10));
            assertThrows(ApiException.class, () -> test.put(table, item("p", "a")));
        }
    }

    @Test
    void aTableCanBeCreatedAsSoonAsItsDeletionIsOver() {
        try (TestDatabase test = new TestDatabase(new DatabaseSettings(1_000))) {
            LiveTable old = test.create(simple("T"));
            test.put(old, item("p", "a"));
            test.tables().delete(NAMESPACE, "T", found -> {});
            test.pass(1_000);
            LiveTable table = test.create(simple("T"));
            assertEquals(0, test.database().items().statistics(table).items());
            test.put(table, item("p", "b"));
            assertThrows(ApiException.class, () -> test.put(old, item("p", "c")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRestartFindsEverything(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(everything("T"));
            test.put(table, item("p", "a", "s", 1, "c", new byte[] {1}));
            TableStatistics statistics = test.database().items().statistics(table);
            test.create(simple("U"));
            long version = test.store().highestVersion();

            test.reopen();

            LiveTable found = test.table("T");
            assertEquals(table.description(), found.description());
            assertEquals(statistics, test.database().items().statistics(found));
            assertEquals(List.of("T", "U"), test.catalog().list(NAMESPACE, "", 10));
            test.pass(-1_000_000);
            test.put(found, item("p", "b", "s", 1));
            assertTrue(test.store().highestVersion() > version, "versions never go back");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatACrashLeftOfADeletedTableIsDroppedAtTheNextStart(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(simple("T"));
            test.put(table, item("p", "a"));
            // What the commit of a deletion leaves, before the space is dropped.
            test.store()
                    .update(
                            List.of(
                                    CatalogRows.table(NAMESPACE, "T"),
                                    CatalogRows.dropped(table.space())),
                            (rows, batch) -> {
                                batch.delete(CatalogRows.table(NAMESPACE, "T"));
                                batch.put(
                                        CatalogRows.dropped(table.space()),
                                        new Row(1, new byte[0]));
                                return rows;
                            });
            test.reopen();
            assertEquals(List.of(), test.catalog().list(NAMESPACE, "", 10));
            assertEquals(0, test.store().counters(table.space()).length);
        }
    }

    @Test
    void anotherServersChangesAreFound() {
        try (TestDatabase test = new TestDatabase()) {
            Database other = test.database();
            test.reopen();
            test.create(simple("T"));
            assertTrue(other.catalog().find(NAMESPACE, "T").isPresent());
            other.tables()
                    .update(
                            NAMESPACE,
                            "T",
                            table -> table.toBuilder().deletionProtection(true).build());
            test.create(simple("U"));
            assertTrue(test.table("T").description().deletionProtection());
            other.tables().delete(NAMESPACE, "T", found -> {});
            assertEquals(List.of("U"), test.catalog().list(NAMESPACE, "", 10));
        }
    }

    @Test
    void indexesComeAndGoWithSpacesOfTheirOwn() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(simple("T"));
            IndexDescription index = global("g", key("g:S", ""), Projection.ALL);
            LiveTable indexed = withIndexes(test, List.of(index));
            test.put(table, item("p", "a", "g", "x"));
            assertEquals(1, test.database().items().statistics(indexed).indexes().get("g").items());

            withIndexes(test, List.of());
            test.put(indexed, item("p", "b", "g", "x"));
            LiveTable again = withIndexes(test, List.of(index.withBackfill(new Backfill(0, 0))));
            assertNotEquals(
                    indexed.record().places().get("g").space(),
                    again.record().places().get("g").space());
            assertEquals(0, test.database().items().statistics(again).indexes().get("g").items());
        }
    }

    private static LiveTable withIndexes(TestDatabase test, List<IndexDescription> indexes) {
        return test.tables()
                .update(NAMESPACE, "T", table -> table.toBuilder().indexes(indexes).build())
                .map(LiveTable::of)
                .orElseThrow();
    }

    @Test
    void manyTablesAreCreatedAtOnce() throws InterruptedException {
        try (TestDatabase test = new TestDatabase()) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    for (int i = 0; i < 20; i++) {
                                        test.tables().create(NAMESPACE, simple("t" + i));
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(20, test.catalog().count(NAMESPACE));
        }
    }
}
