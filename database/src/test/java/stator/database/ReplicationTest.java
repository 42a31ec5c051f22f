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
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stator.database.catalog.LiveTable;
import stator.database.item.ScanSpec;
import stator.database.item.WriteCause;
import stator.database.log.ChangeRecord;
import stator.database.row.Layout;
import stator.database.settings.DatabaseSettings;
import stator.database.settings.ReplicationFaults;
import stator.database.table.GlobalTable;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.Replication;
import stator.database.table.StreamSettings;
import stator.database.table.TableStatus;
import stator.database.table.TimeToLive;
import stator.database.table.Transition;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.RowRange;

class ReplicationTest {
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "ap-south-1");

    @ParameterizedTest
    @EnumSource
    void aNewReplicaGetsWhatIsThereAndWhatComes(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(described("t", key("p:S", "s:N"), byValue()));
            for (int i = 0; i < 450; i++) {
                test.put(table, item("p", "a", "s", i, "v", "old"));
            }
            replicate(test, "us-east-1", "eu-west-1");
            assertEquals(TableStatus.CREATING, in(test, "eu-west-1").statusAt(test.nowMillis()));
            test.put(in(test, "us-east-1"), item("p", "a", "s", 7, "v", "new"));
            test.delete(in(test, "us-east-1"), item("p", "a", "s", 8));
            test.put(in(test, "us-east-1"), item("p", "b", "s", 1, "v", "new"));
            test.reopen();
            test.settle();
            assertEquals(TableStatus.ACTIVE, in(test, "eu-west-1").statusAt(test.nowMillis()));
            assertEquals(contents(test, "us-east-1"), contents(test, "eu-west-1"));
            assertEquals(450, contents(test, "eu-west-1").size());
            assertEquals(
                    2,
                    test.entries(in(test, "eu-west-1"), "byValue").stream()
                            .filter(entry -> entry.get("v").text().equals("new"))
                            .count());
        }
    }

    @Test
    void theLastWriterWinsHoweverLateAWriteArrives() {
        try (TestDatabase test = new TestDatabase()) {
            test.create(described("t", key("p:S", "")));
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            test.put(in(test, "us-east-1"), item("p", "a", "v", 1));
            test.put(in(test, "eu-west-1"), item("p", "a", "v", 2));
            test.put(in(test, "eu-west-1"), item("p", "gone", "v", 1));
            test.put(in(test, "us-east-1"), item("p", "gone", "v", 2));
            test.delete(in(test, "us-east-1"), item("p", "gone"));
            test.settle();
            for (String region : List.of("us-east-1", "eu-west-1")) {
                assertEquals(Map.of("a", item("p", "a", "v", 2)), contents(test, region));
            }
        }
    }

    @Test
    void aRegionThatIsCutOffCatchesUp() {
        try (TestDatabase test = new TestDatabase()) {
            test.create(described("t", key("p:S", "")));
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            ReplicationFaults faults = test.database().regions().faults();
            faults.set("eu-west-1", new ReplicationFaults.Fault(true, 0));
            test.put(in(test, "us-east-1"), item("p", "a"));
            test.put(in(test, "eu-west-1"), item("p", "b"));
            test.settle();
            assertEquals(Set.of("a"), contents(test, "us-east-1").keySet());
            assertEquals(Set.of("b"), contents(test, "eu-west-1").keySet());
            assertEquals(
                    Map.of("eu-west-1", 1L),
                    test.database().regions().backlog(in(test, "us-east-1")));
            test.reopen();
            test.settle();
            assertEquals(Set.of("a", "b"), contents(test, "us-east-1").keySet());
            assertEquals(contents(test, "us-east-1"), contents(test, "eu-west-1"));
        }
    }

    /** An engine may have to step over all that was brought away before. */
    @Test
    void aQueueIsNotReadOverWhatWasBroughtAway() {
        List<RowRange> looks = new ArrayList<>();
        try (TestDatabase test =
                new TestDatabase(Engine.Directory.watched(looks), DatabaseSettings.DEFAULT)) {
            test.create(described("t", key("p:S", "")));
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            cut(test, "eu-west-1");
            for (int i = 0; i < 1_000; i++) {
                test.put(in(test, "us-east-1"), item("p", "k" + i));
            }
            test.database().regions().faults().clear();
            looks.clear();
            test.settle();
            assertEquals(1_000, contents(test, "eu-west-1").size());
            int space = in(test, "us-east-1").space();
            looks.removeIf(look -> look.kind() != Layout.NOTE_KIND || look.space() != space);
            List<String> begins =
                    looks.stream().map(look -> HexFormat.of().formatHex(look.from())).toList();
            assertEquals(begins.stream().sorted().toList(), begins);
            assertTrue(Set.copyOf(begins).size() > 5, begins + ": five batches, and the end");
        }
    }

    @Test
    void aSlowRegionGetsWritesLate() {
        try (TestDatabase test = new TestDatabase()) {
            test.create(described("t", key("p:S", "")));
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            test.database()
                    .regions()
                    .faults()
                    .set("eu-west-1", new ReplicationFaults.Fault(false, 1000));
            test.put(in(test, "us-east-1"), item("p", "a"));
            test.settle();
            assertEquals(Set.of(), contents(test, "eu-west-1").keySet());
            test.pass(1000);
            test.settle();
            assertEquals(Set.of("a"), contents(test, "eu-west-1").keySet());
        }
    }

    @Test
    void theOriginalRegionCanGoAndTheOthersStay() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable first = test.create(described("t", key("p:S", "")));
            test.put(first, item("p", "a"));
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            replicate(test, "eu-west-1", "ap-south-1");
            test.settle();
            edit(test, global -> global.removeReplica("us-east-1", Transition.NONE));
            assertTrue(test.catalog().find(NAMESPACE, "t").isEmpty());
            test.put(in(test, "eu-west-1"), item("p", "b"));
            test.settle();
            assertEquals(Set.of("a", "b"), contents(test, "ap-south-1").keySet());
            assertEquals(List.of("eu-west-1"), in(test, "ap-south-1").replicaRegions());
            edit(test, global -> global.separate("ap-south-1"));
            assertEquals(List.of(), in(test, "eu-west-1").replicaRegions());
            test.put(in(test, "eu-west-1"), item("p", "c"));
            test.settle();
            assertFalse(contents(test, "ap-south-1").containsKey("c"));
        }
    }

    /** What was on its way to a replica that is gone is not for the one that comes in its place. */
    @ParameterizedTest
    @EnumSource
    void aReplicaThatComesAgainGetsNothingThatIsOld(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(described("t", key("p:S", "")));
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            cut(test, "eu-west-1");
            test.put(in(test, "us-east-1"), item("p", "gone", "v", 1));
            test.put(in(test, "us-east-1"), item("p", "changed", "v", 1));
            edit(test, global -> global.removeReplica("eu-west-1", Transition.NONE));
            test.delete(in(test, "us-east-1"), item("p", "gone"));
            test.put(in(test, "us-east-1"), item("p", "changed", "v", 2));
            test.database().regions().faults().clear();
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            assertEquals(
                    Map.of("changed", item("p", "changed", "v", 2)), contents(test, "eu-west-1"));
        }
    }

    @Test
    void aReplicaThatComesAgainBeforeItWasFilledGetsEverything() {
        try (TestDatabase test = new TestDatabase()) {
            LiveTable table = test.create(described("t", key("p:S", "")));
            for (int i = 0; i < 20 * TestDatabase.BATCH_ENTRIES; i++) {
                test.put(table, item("p", "k" + i));
            }
            replicate(test, "us-east-1", "eu-west-1");
            for (int i = 0; i < 19; i++) {
                test.database().replicate();
            }
            assertTrue(contents(test, "eu-west-1").size() > 10 * TestDatabase.BATCH_ENTRIES);
            edit(test, global -> global.removeReplica("eu-west-1", Transition.NONE));
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            assertEquals(contents(test, "us-east-1"), contents(test, "eu-west-1"));
            assertEquals(TableStatus.ACTIVE, in(test, "eu-west-1").statusAt(test.nowMillis()));
        }
    }

    /** The source of a new replica has not got everything itself when the new one is filled. */
    @Test
    void aNewReplicaGetsWhatWasOnItsWayToItsSource() {
        try (TestDatabase test = new TestDatabase()) {
            test.create(described("t", key("p:S", "")));
            test.put(in(test, "us-east-1"), item("p", "gone"));
            replicate(test, "us-east-1", "eu-west-1");
            test.settle();
            cut(test, "eu-west-1");
            test.put(in(test, "eu-west-1"), item("p", "late"));
            test.delete(in(test, "eu-west-1"), item("p", "gone"));
            replicate(test, "us-east-1", "ap-south-1");
            test.settle();
            assertEquals(Set.of("gone"), contents(test, "ap-south-1").keySet());
            test.database().regions().faults().clear();
            test.settle();
            for (String region : REGIONS) {
                assertEquals(Set.of("late"), contents(test, region).keySet(), region);
            }
        }
    }

    private static void cut(TestDatabase test, String region) {
        test.database().regions().faults().set(region, new ReplicationFaults.Fault(true, 0));
    }

    /** Random writes in three regions, which are cut off and healed, and die now and then. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void conflictingWritesConverge(long seed) {
        Random random = new Random(seed);
        try (TestDatabase test = new TestDatabase()) {
            test.create(described("t", key("p:S", ""), byValue()));
            replicate(test, "us-east-1", "eu-west-1");
            replicate(test, "us-east-1", "ap-south-1");
            test.settle();
            for (int i = 0; i < 3000; i++) {
                LiveTable table = in(test, REGIONS.get(random.nextInt(3)));
                Item key = item("p", "k" + random.nextInt(12));
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> test.delete(table, key);
                    case 3 ->
                            test.database()
                                    .regions()
                                    .faults()
                                    .set(
                                            table.region(),
                                            new ReplicationFaults.Fault(random.nextBoolean(), 0));
                    case 4 -> test.database().replicate();
                    case 5 -> test.pass(random.nextInt(3));
                    default ->
                            test.put(
                                    table,
                                    item(
                                            "p",
                                            key.get("p").text(),
                                            "v",
                                            "v" + random.nextInt(4),
                                            "n",
                                            i));
                }
                if (random.nextInt(500) == 0) {
                    test.reopen();
                }
            }
            test.database().regions().faults().clear();
            test.settle();
            for (String region : REGIONS) {
                assertEquals(contents(test, "us-east-1"), contents(test, region), "seed " + seed);
            }
            test.pass(1_200_000);
            test.settle();
        }
    }

    /** The same, while replicas come and go. */
    @Test
    void thoseWhoStayConvergeWhileOthersComeAndGo() {
        for (long seed = 1; seed <= Integer.getInteger("stator.replication.runs", 6); seed++) {
            convergeWhileOthersComeAndGo(seed);
        }
    }

    private static void convergeWhileOthersComeAndGo(long seed) {
        Random random = new Random(seed);
        try (TestDatabase test = new TestDatabase()) {
            test.create(described("t", key("p:S", ""), byValue()));
            for (int i = 0; i < 3000; i++) {
                List<String> present =
                        REGIONS.stream()
                                .filter(region ->
                                        test.catalog().find(NAMESPACE.in(region), "t").isPresent())
                                .toList();
                String region = present.get(random.nextInt(present.size()));
                String key = "k" + random.nextInt(12);
                switch (random.nextInt(60)) {
                    case 0 -> comeOrGo(test, present, region, REGIONS.get(random.nextInt(3)));
                    case 1, 2, 3 ->
                            test.database()
                                    .regions()
                                    .faults()
                                    .set(
                                            region,
                                            new ReplicationFaults.Fault(random.nextBoolean(), 0));
                    case 4, 5, 6, 7, 8, 9 -> test.database().replicate();
                    case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 ->
                            test.delete(in(test, region), item("p", key));
                    default ->
                            test.put(
                                    in(test, region),
                                    item("p", key, "v", "v" + random.nextInt(4), "n", i));
                }
            }
            test.database().regions().faults().clear();
            test.settle();
            List<String> members =
                    REGIONS.stream()
                            .filter(region ->
                                    test.catalog().find(NAMESPACE.in(region), "t").isPresent())
                            .toList();
            for (String region : members) {
                assertEquals(
                        contents(test, members.getFirst()),
                        contents(test, region),
                        region + ", seed " + seed);
            }
        }
    }

    /** One region leaves, or another one comes, unless a replica is just being made. */
    private static void comeOrGo(
            TestDatabase test, List<String> present, String member, String region) {
        boolean isFilling =
                present.stream()
                        .map(place -> Replication.of(in(test, place).description()))
                        .flatMap(java.util.Optional::stream)
                        .anyMatch(replication -> !replication.filling().isEmpty());
        if (isFilling) {
            return;
        }
        if (!present.contains(region)) {
            replicate(test, member, region);
        } else if (present.size() > 1) {
            edit(test, global -> global.removeReplica(region, Transition.NONE));
        }
    }

    private static IndexDescription byValue() {
        return global("byValue", key("v:S", ""), Projection.ALL);
    }

    @Test
    void anItemExpiresInOneRegionAndGoesFromAll() {
        try (TestDatabase test = new TestDatabase()) {
            TimeToLive expiring = new TimeToLive("ttl", true, 1, 0);
            test.create(
                    expiring.in(described("t", key("p:S", ""))).toBuilder().stream(
                                    new StreamSettings(true, StreamSettings.View.KEYS_ONLY, ""))
                            .build());
            replicate(test, "us-east-1", "eu-west-1");
            test.put(in(test, "us-east-1"), item("p", "a", "ttl", test.nowMillis() / 1_000 + 5));
            test.settle();
            assertEquals(expiring, TimeToLive.of(in(test, "eu-west-1").description()));
            assertEquals(Set.of("a"), contents(test, "eu-west-1").keySet());
            test.pass(5_000);
            test.expire();
            assertEquals(Set.of("a"), contents(test, "us-east-1").keySet());
            assertEquals(Set.of(), contents(test, "eu-west-1").keySet());
            test.settle();
            assertEquals(Set.of(), contents(test, "us-east-1").keySet());
            assertEquals(
                    List.of(WriteCause.USER, new WriteCause.Replication("eu-west-1")),
                    new ChangeConsumer(test, in(test, "us-east-1"))
                            .all().stream().map(ChangeRecord::cause).toList());
        }
    }

    private static void replicate(TestDatabase test, String source, String region) {
        edit(
                test,
                global -> global.addReplica(source, region, Replication.CURRENT, table -> table));
    }

    private static void edit(TestDatabase test, java.util.function.Consumer<GlobalTable> edit) {
        test.tables()
                .updateRegions(
                        NAMESPACE,
                        "t",
                        new LinkedHashSet<>(REGIONS),
                        before -> {
                            GlobalTable table = new GlobalTable(before);
                            edit.accept(table);
                            return table.tables();
                        });
    }

    private static LiveTable in(TestDatabase test, String region) {
        return test.catalog().find(NAMESPACE.in(region), "t").orElseThrow();
    }

    private static Map<String, Item> contents(TestDatabase test, String region) {
        LiveTable table = in(test, region);
        Map<String, Item> contents = new TreeMap<>();
        test.database()
                .items()
                .scan(
                        table,
                        new ScanSpec("", 0, 1, Item.EMPTY, Consistency.STRONG),
                        found -> {
                            String sort = found.contains("s") ? "/" + found.get("s").text() : "";
                            contents.put(found.get("p").text() + sort, found);
                            return true;
                        });
        return contents;
    }
}
