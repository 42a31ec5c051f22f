package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stator.database.catalog.LiveTable;
import stator.database.item.ScanSpec;
import stator.database.item.TableKey;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteResult;
import stator.database.settings.ReplicationFaults;
import stator.database.table.GlobalTable;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.database.table.Transition;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.storage.Consistency;

class StrongReplicationTest {
    private static final String HERE = "us-east-1";
    private static final List<String> REGIONS = List.of(HERE, "us-east-2", "us-west-2");
    private static final List<String> PAIR = List.of(HERE, "us-east-2");

    @ParameterizedTest
    @EnumSource
    void aWriteIsInAllReplicasWhenItIsAcknowledged(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            create(test, REGIONS, "");
            int n = 0;
            for (String region : REGIONS) {
                test.put(in(test, region), item("p", "a", "v", "v" + n));
                test.put(in(test, region), item("p", region, "v", "x"));
                test.database()
                        .items()
                        .writeEach(
                                List.of(
                                        put(in(test, region), item("p", "b" + n, "v", "y")),
                                        put(in(test, region), item("p", "c", "n", n))));
                test.delete(in(test, region), item("p", "b" + n));
                test.delete(in(test, region), item("p", "never"));
                n++;
            }
            for (String region : REGIONS) {
                Map<String, Item> contents = contents(test, region);
                assertEquals(contents(test, HERE), contents);
                assertEquals(5, contents.size());
                assertEquals(item("p", "a", "v", "v2"), contents.get("a"));
                assertEquals(item("p", "c", "n", 2), contents.get("c"));
                assertEquals(4, test.entries(in(test, region), "byValue").size());
                assertEquals(changes(test, HERE), changes(test, region));
            }
            assertEquals(15, changes(test, HERE).size());
            test.crash();
        }
    }

    @Test
    void aRegionThatIsCutOffRefusesAndCatchesUp() {
        try (TestDatabase test = new TestDatabase()) {
            create(test, REGIONS, "");
            test.put(in(test, HERE), item("p", "a", "v", "1"));
            cut(test, "us-west-2");
            test.put(in(test, HERE), item("p", "a", "v", "2"));
            test.put(in(test, "us-east-2"), item("p", "a", "v", "3"));
            test.delete(in(test, "us-east-2"), item("p", "a"));
            test.put(in(test, HERE), item("p", "b"));
            assertRefuses(test, "us-west-2");
            assertEquals(
                    Optional.of(item("p", "a", "v", "1")),
                    test.database()
                            .items()
                            .get(in(test, "us-west-2"), item("p", "a"), Consistency.EVENTUAL));
            assertEquals(Map.of("b", item("p", "b")), contents(test, HERE));
            assertEquals(
                    Map.of("us-east-2", 0L, "us-west-2", 4L),
                    test.database().regions().backlog(in(test, HERE)));
            settle(test);
            assertRefuses(test, "us-west-2");

            heal(test, "us-west-2");
            assertRefuses(test, "us-west-2");
            test.put(in(test, HERE), item("p", "c"));
            test.crash();
            assertRefuses(test, "us-west-2");
            settle(test);
            for (String region : REGIONS) {
                assertEquals(Set.of("b", "c"), contents(test, region).keySet());
                assertEquals(images(changes(test, HERE)), images(changes(test, region)));
            }
            test.put(in(test, "us-west-2"), item("p", "d"));
            assertEquals(3, contents(test, HERE).size());
        }
    }

    @Test
    void oneRegionAloneIsNotEnough() {
        try (TestDatabase test = new TestDatabase()) {
            create(test, REGIONS, "");
            cut(test, "us-west-2");
            test.put(in(test, HERE), item("p", "a"));
            cut(test, "us-east-2");
            REGIONS.forEach(region -> assertRefuses(test, region));
            heal(test, "us-west-2");
            assertRefuses(test, "us-east-2");
            settle(test);
            test.put(in(test, "us-west-2"), item("p", "b"));
            assertEquals(Set.of("a", "b"), contents(test, HERE).keySet());
            heal(test, "us-east-2");
            settle(test);
            assertEquals(Set.of("a", "b"), contents(test, "us-east-2").keySet());
        }
    }

    @Test
    void aWitnessStandsInForAReplica() {
        try (TestDatabase test = new TestDatabase()) {
            create(test, PAIR, "us-west-2");
            assertTrue(test.catalog().find(NAMESPACE.in("us-west-2"), "t").isEmpty());
            cut(test, "us-west-2");
            test.put(in(test, HERE), item("p", "a"));
            assertEquals(Set.of("a"), contents(test, "us-east-2").keySet());
            cut(test, "us-east-2");
            PAIR.forEach(region -> assertRefuses(test, region));
            heal(test, "us-west-2");
            test.put(in(test, HERE), item("p", "b"));
            assertRefuses(test, "us-east-2");
            heal(test, "us-east-2");
            settle(test);
            assertEquals(Set.of("a", "b"), contents(test, "us-east-2").keySet());
        }
    }

    @Test
    void anItemIsNotModifiedFromTwoRegionsAtOnce() throws InterruptedException {
        try (TestDatabase test = new TestDatabase()) {
            create(test, REGIONS, "");
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch ends = new CountDownLatch(1);
            Thread writer =
                    Thread.ofPlatform()
                            .start(() ->
                                    test.database()
                                            .items()
                                            .write(
                                                    in(test, HERE),
                                                    item("p", "a"),
                                                    current -> {
                                                        begun.countDown();
                                                        await(ends);
                                                        return new WriteDecision.Put(
                                                                item("p", "a", "n", 1));
                                                    }));
            begun.await();
            ApiException conflict =
                    assertThrows(
                            ApiException.class,
                            () -> test.put(in(test, "us-east-2"), item("p", "a", "n", 2)));
            assertEquals(ErrorCode.REPLICATED_WRITE_CONFLICT, conflict.code());
            List<WriteResult> conflicts =
                    test.database()
                            .items()
                            .writeEach(List.of(put(in(test, "us-west-2"), item("p", "a", "n", 3))));
            assertInstanceOf(WriteResult.Failed.class, conflicts.getFirst());
            ends.countDown();
            writer.join();
            assertEquals(item("p", "a", "n", 1), contents(test, "us-east-2").get("a"));
            test.put(in(test, "us-east-2"), item("p", "a", "n", 2));
            assertEquals(item("p", "a", "n", 2), contents(test, HERE).get("a"));
        }
    }

    @Test
    void thereAreNoTransactions() {
        try (TestDatabase test = new TestDatabase()) {
            create(test, REGIONS, "");
            assertThrows(
                    ApiException.class,
                    () ->
                            test.database()
                                    .items()
                                    .writeAll(List.of(put(in(test, HERE), item("p", "a")))));
            assertThrows(
                    ApiException.class,
                    () ->
                            test.database()
                                    .items()
                                    .getTogether(
                                            List.of(new TableKey(in(test, HERE), item("p", "a")))));
        }
    }

    /**
     * Random writes and strongly consistent reads in all regions, which are cut off and healed, and
     * die now and then: what was acknowledged is always read, wherever that is possible.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatWasAcknowledgedIsReadEverywhere(long seed) {
        Random random = new Random(seed);
        Map<String, Item> model = new TreeMap<>();
        int applied = 0;
        int refused = 0;
        try (TestDatabase test = new TestDatabase()) {
            boolean hasWitness = seed % 2 == 0;
            List<String> replicas = hasWitness ? PAIR : REGIONS;
            create(test, replicas, hasWitness ? "us-west-2" : "");
            for (int i = 0; i < 2000; i++) {
                LiveTable table = in(test, replicas.get(random.nextInt(replicas.size())));
                String name = "k" + random.nextInt(12);
                int action = random.nextInt(20);
                if (action == 0) {
                    toggle(test, REGIONS.get(random.nextInt(3)), random);
                } else if (action < 4) {
                    test.database().replicate();
                } else if (random.nextInt(500) == 0) {
                    test.crash();
                } else {
                    try {
                        assertEquals(
                                Optional.ofNullable(model.get(name)),
                                test.database()
                                        .items()
                                        .get(table, item("p", name), Consistency.STRONG),
                                "seed " + seed + ", step " + i);
                        write(test, table, name, i, action, model);
                        applied++;
                    } catch (ApiException e) {
                        assertEquals(ErrorCode.INTERNAL_SERVER_ERROR, e.code());
                        refused++;
                    }
                }
            }
            test.database().regions().faults().clear();
            settle(test);
            for (String region : replicas) {
                assertEquals(model, contents(test, region), "seed " + seed);
            }
            assertTrue(applied > 300 && refused > 100, applied + " applied, " + refused);
            test.pass(1_200_000);
            settle(test);
        }
    }

    /**
     * Counters that are incremented in all regions at once, while one region after the other is cut
     * off. A read must see every increment that was acknowledged before it began, and none that
     * began after it ended.
     */
    @ParameterizedTest
    @EnumSource
    void concurrentIncrementsInAllRegionsAreLinearizable(Engine engine) throws Exception {
        try (TestDatabase test = new TestDatabase(engine)) {
            create(test, REGIONS, "");
            List<Counter> counters = List.of(new Counter(test, "a"), new Counter(test, "b"));
            AtomicBoolean over = new AtomicBoolean();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Thread> threads = new ArrayList<>();
            for (String region : REGIONS) {
                for (int i = 0; i < 2; i++) {
                    threads.add(
                            start(
                                    failure,
                                    () -> {
                                        while (!over.get()) {
                                            counters.forEach(counter -> counter.step(region));
                                        }
                                    }));
                }
            }
            threads.add(
                    start(
                            failure,
                            () -> {
                                while (!over.get()) {
                                    test.database().replicate();
                                }
                            }));
            for (int i = 0; i < 30; i++) {
                toggle(test, REGIONS.get(i % 3), new Random(i));
                Thread.sleep(30);
            }
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            test.database().regions().faults().clear();
            settle(test);
            assertNull(failure.get());
            for (Counter counter : counters) {
                assertTrue(counter.acknowledged.get() > 20, "only " + counter.acknowledged);
                REGIONS.forEach(
                        region -> assertEquals(counter.acknowledged.get(), counter.read(region)));
            }
        }
    }

    private static Thread start(AtomicReference<Throwable> failure, Runnable work) {
        return Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, e) -> failure.compareAndSet(null, e))
                .start(work);
    }

    /** A number in an item that only grows, and what is known of it. */
    private static final class Counter {
        private final TestDatabase test;
        private final Item key;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger acknowledged = new AtomicInteger();

        Counter(TestDatabase test, String name) {
            this.test = test;
            key = item("p", name);
        }

        void step(String region) {
            try {
                int least = acknowledged.get();
                int seen = read(region);
                int most = begun.get();
                assertTrue(
                        least <= seen && seen <= most,
                        "read " + seen + ", and not " + least + " to " + most);
                begun.incrementAndGet();
                increment(region);
                acknowledged.incrementAndGet();
            } catch (ApiException e) {
                assertTrue(
                        e.code() == ErrorCode.REPLICATED_WRITE_CONFLICT
                                || e.code() == ErrorCode.INTERNAL_SERVER_ERROR);
            }
        }

        private void increment(String region) {
            test.database()
                    .items()
                    .write(
                            in(test, region),
                            key,
                            current ->
                                    new WriteDecision.Put(
                                            item(
                                                    "p",
                                                    key.get("p").text(),
                                                    "n",
                                                    current.map(Counter::number).orElse(0) + 1)));
        }

        private int read(String region) {
            return test.database()
                    .items()
                    .get(in(test, region), key, Consistency.STRONG)
                    .map(Counter::number)
                    .orElse(0);
        }

        private static int number(Item item) {
            return Integer.parseInt(item.get("n").text());
        }
    }

    private static void write(
            TestDatabase test,
            LiveTable table,
            String name,
            int step,
            int action,
            Map<String, Item> model) {
        if (action < 8) {
            test.delete(table, item("p", name));
            model.remove(name);
        } else {
            Item item = item("p", name, "v", "v" + step % 4, "n", step);
            test.put(table, item);
            model.put(name, item);
        }
    }

    private static void toggle(TestDatabase test, String region, Random random) {
        if (random.nextInt(3) == 0) {
            cut(test, region);
        } else {
            heal(test, region);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TargetedWrite put(LiveTable table, Item item) {
        return new TargetedWrite(table, item, current -> new WriteDecision.Put(item));
    }

    private static void assertRefuses(TestDatabase test, String region) {
        LiveTable table = in(test, region);
        List<Runnable> calls =
                List.of(
                        () -> test.put(table, item("p", "refused")),
                        () ->
                                test.database()
                                        .items()
                                        .get(table, item("p", "a"), Consistency.STRONG),
                        () -> contents(test, region));
        for (Runnable call : calls) {
            ApiException refusal = assertThrows(ApiException.class, call::run);
            assertEquals(ErrorCode.INTERNAL_SERVER_ERROR, refusal.code());
        }
    }

    private static void cut(TestDatabase test, String region) {
        test.database().regions().faults().set(region, new ReplicationFaults.Fault(true, 0));
    }

    private static void heal(TestDatabase test, String region) {
        test.database().regions().faults().clear(region);
    }

    /** A table with streams in all regions. */
    private static void create(TestDatabase test, List<String> regions, String witness) {
        test.create(
                described("t", key("p:S", ""), global("byValue", key("v:S", ""), Projection.ALL)));
        Map<String, UnaryOperator<TableDescription>> replicas = new LinkedHashMap<>();
        regions.stream()
                .filter(region -> !region.equals(HERE))
                .forEach(region -> replicas.put(region, UnaryOperator.identity()));
        test.tables()
                .updateRegions(
                        NAMESPACE,
                        "t",
                        new LinkedHashSet<>(regions),
                        before -> {
                            GlobalTable table = new GlobalTable(before);
                            table.addStrongReplicas(HERE, replicas, witness, Transition.NONE);
                            return table.tables();
                        });
        for (String region : regions) {
            test.tables()
                    .update(
                            NAMESPACE.in(region),
                            "t",
                            table ->
                                    table.toBuilder().stream(
                                                    new StreamSettings(
                                                            true,
                                                            StreamSettings.View.NEW_AND_OLD_IMAGES,
                                                            "2023-11-14T22:13:20.000"))
                                            .build());
        }
    }

    private static void settle(TestDatabase test) {
        while (test.database().replicate() == 0) {
            // There is more.
        }
        test.work();
    }

    private static LiveTable in(TestDatabase test, String region) {
        return test.catalog().find(NAMESPACE.in(region), "t").orElseThrow();
    }

    private record Change(long version, Optional<Item> before, Optional<Item> after) {}

    private static List<Change> changes(TestDatabase test, String region) {
        List<Change> changes = new ArrayList<>();
        new ChangeConsumer(test, in(test, region))
                .all()
                .forEach(record ->
                        changes.add(new Change(record.version(), record.before(), record.after())));
        return changes;
    }

    private static List<String> images(List<Change> changes) {
        return changes.stream().map(change -> change.before() + " → " + change.after()).toList();
    }

    private static Map<String, Item> contents(TestDatabase test, String region) {
        Map<String, Item> contents = new TreeMap<>();
        test.database()
                .items()
                .scan(
                        in(test, region),
                        new ScanSpec("", 0, 1, Item.EMPTY, Consistency.STRONG),
                        found -> {
                            contents.put(found.get("p").text(), found);
                            return true;
                        });
        return contents;
    }
}
