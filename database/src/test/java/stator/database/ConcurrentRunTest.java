package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.item.KeyRange;
import stator.database.item.QuerySpec;
import stator.database.item.TableKey;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.log.Shard;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Backfill;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.storage.Consistency;

/**
 * Random writes and reads by several threads at once, while the catalog changes and the database
 * checks itself again and again. Each thread has items that nobody else writes, and a naive model
 * that is exact for them; the counters that all of them share must come to the sum of what was
 * added.
 *
 * <p>{@code -Dstator.random.operations=N} runs longer. A failure names its seed, which {@code
 * -Dstator.random.seed=N} repeats, though not how the threads met.
 */
final class ConcurrentRunTest {
    private static final int THREADS = 6;
    private static final long OPERATIONS = Long.getLong("stator.random.operations", 12_000);
    private static final long SEED = Long.getLong("stator.random.seed", System.nanoTime());
    private static final int COUNTERS = 3;
    private static final int PAUSES_BETWEEN_CHECKS = 20;

    private final AtomicLong added = new AtomicLong();

    private static TableDescription description() {
        return described(
                "T",
                key("p:S", "s:N"),
                local("l", key("p:S", "a:N"), Projection.ALL),
                global("g", key("o:S", "a:N"), Projection.KEYS_ONLY));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyThreadFindsWhatItWrote(Engine engine) throws Exception {
        Engine.Directory directory = engine.newDirectory();
        Database database =
                Database.open(
                        directory.open(),
                        DatabaseSettings.DEFAULT,
                        Clock.systemUTC(),
                        new Random(SEED));
        database.tables().create(NAMESPACE, description()).orElseThrow();
        long start = System.nanoTime();
        try {
            work(database);
        } catch (Exception e) {
            throw new AssertionError("Failed with -Dstator.random.seed=" + SEED, e);
        }
        System.out.printf(
                "Concurrent run over %s: %d operations in %d ms, -Dstator.random.seed=%d%n",
                engine, OPERATIONS, (System.nanoTime() - start) / 1_000_000, SEED);
        database.awaitIndexes(table(database), Duration.ofMinutes(2));
        assertEquals(added.get(), counted(database));
        assertEquals(List.of(), DatabaseCheck.problems(database));
        database.close();
        directory.delete();
    }

    private void work(Database database) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 2)) {
            Future<?> changer = threads.submit(() -> changeCatalog(database, done));
            Future<?> checker = threads.submit(() -> check(database, done));
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Writer writer = new Writer(database, "owner" + thread, SEED + thread);
                writers.add(threads.submit(writer::run));
            }
            try {
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } finally {
                done.set(true);
            }
            changer.get();
            checker.get();
        }
    }

    private static void check(Database database, AtomicBoolean done) {
        while (!done.get()) {
            assertEquals(List.of(), DatabaseCheck.problems(database));
            for (int i = 0; i < PAUSES_BETWEEN_CHECKS && !done.get(); i++) {
                pause();
            }
        }
    }

    /** Indexes and streams come and go, and shards are split. */
    private static void changeCatalog(Database database, AtomicBoolean done) {
        Random random = new Random(SEED);
        for (int change = 0; !done.get(); change++) {
            int number = change;
            switch (random.nextInt(3)) {
                case 0 -> update(database, ConcurrentRunTest::withOrWithoutIndex);
                case 1 ->
                        update(
                                database,
                                table ->
                                        table.toBuilder().stream(
                                                        table.stream().enabled()
                                                                ? StreamSettings.NONE
                                                                : stream(number))
                                                .build());
                default -> split(database);
            }
            pause();
        }
    }

    private static StreamSettings stream(int number) {
        return new StreamSettings(true, StreamSettings.View.NEW_AND_OLD_IMAGES, "s" + number);
    }

    private static TableDescription withOrWithoutIndex(TableDescription table) {
        return table.index("x").isPresent()
                ? table.withoutIndex("x")
                : table.withIndex(
                        global("x", key("a:N", ""), Projection.ALL)
                                .withBackfill(new Backfill(0, 0)));
    }

    private static void update(Database database, UnaryOperator<TableDescription> change) {
        assertTrue(database.tables().update(NAMESPACE, "T", change).isPresent());
    }

    private static void split(Database database) {
        LiveTable table = table(database);
        List<Shard> open = table.record().log().openShards();
        if (!open.isEmpty() && open.size() < 5) {
            database.catalog()
                    .change(
                            table,
                            (record, numbers) ->
                                    record.with(record.log().split(open.getFirst(), numbers)));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LiveTable table(Database database) {
        return database.catalog().find(NAMESPACE, "T").orElseThrow();
    }

    private static long counted(Database database) {
        long sum = 0;
        for (int counter = 0; counter < COUNTERS; counter++) {
            sum +=
                    count(
                            database.items()
                                    .get(table(database), counterKey(counter), Consistency.STRONG));
        }
        return sum;
    }

    private static Item counterKey(int counter) {
        return item("p", "shared", "s", counter);
    }

    private static long count(Optional<Item> counter) {
        return counter.map(found -> Long.parseLong(found.get("n").text())).orElse(0L);
    }

    /** One thread: its items and their model. */
    private final class Writer {
        private final Database database;
        private final String owner;
        private final Random random;
        private final NaiveTable model = new NaiveTable();
        private LiveTable table;

        Writer(Database database, String owner, long seed) {
            this.database = database;
            this.owner = owner;
            random = new Random(seed);
        }

        void run() {
            for (long i = 0; i < OPERATIONS / THREADS; i++) {
                table = table(database);
                switch (random.nextInt(7)) {
                    case 0, 1 -> writeOne();
                    case 2 -> writeAll();
                    case 3 -> count();
                    case 4 -> read();
                    default -> query();
                }
            }
        }

        private Item anyKey() {
            return item("p", owner + random.nextInt(2), "s", random.nextInt(8));
        }

        private WriteDecision anyDecision(Item key) {
            return switch (random.nextInt(5)) {
                case 0 -> new WriteDecision.Delete();
                case 1 -> new WriteDecision.Reject();
                default -> {
                    Map<String, AttributeValue> attributes = key.toMap();
                    attributes.put("o", TestDatabase.value(owner));
                    attributes.put("b", TestDatabase.value(random.nextInt(1_000)));
                    if (random.nextInt(4) > 0) {
                        attributes.put("a", TestDatabase.value(random.nextInt(5)));
                    }
                    yield new WriteDecision.Put(Item.of(attributes));
                }
            };
        }

        private TargetedWrite write(Item key, WriteDecision decision) {
            Optional<Item> expected = model.get(key);
            return new TargetedWrite(
                    table,
                    key,
                    current -> {
                        assertEquals(expected, current);
                        return decision;
                    });
        }

        private void writeOne() {
            Item key = anyKey();
            WriteDecision decision = anyDecision(key);
            WriteOutcome outcome = database.items().write(table, key, write(key, decision).write());
            assertEquals(model.get(key), outcome.before());
            model.apply(key, decision);
        }

        private TargetedWrite increment() {
            Item key = counterKey(random.nextInt(COUNTERS));
            return new TargetedWrite(
                    table,
                    key,
                    current ->
                            new WriteDecision.Put(
                                    item(
                                            "p",
                                            "shared",
                                            "s",
                                            Integer.parseInt(key.get("s").text()),
                                            "n",
                                            ConcurrentRunTest.count(current) + 1)));
        }

        /** An item of this thread and a counter of all, both or none. */
        private void writeAll() {
            Item key = anyKey();
            WriteDecision decision = anyDecision(key);
            WriteOutcomes outcomes =
                    database.items().writeAll(List.of(write(key, decision), increment()));
            assertEquals(!(decision instanceof WriteDecision.Reject), outcomes.applied());
            if (outcomes.applied()) {
                model.apply(key, decision);
                added.incrementAndGet();
            }
        }

        private void count() {
            TargetedWrite increment = increment();
            database.items().write(table, increment.key(), increment.write());
            added.incrementAndGet();
        }

        private void read() {
            List<TableKey> keys = new ArrayList<>();
            List<Optional<Item>> expected = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                Item key = anyKey();
                keys.add(new TableKey(table, key));
                expected.add(model.get(key));
            }
            assertEquals(expected, database.items().getAll(keys, Consistency.STRONG));
        }

        /** Table and indexes at once show what this thread wrote. */
        private void query() {
            String index = List.of("", "l", "g").get(random.nextInt(3));
            String partition = index.equals("g") ? owner : owner + random.nextInt(2);
            KeyRange range = KeyRange.of(List.of(TestDatabase.value(partition)));
            List<Item> expected =
                    model.contents(table, index).stream()
                            .filter(found ->
                                    NaiveTable.isIn(NaiveTable.schema(table, index), range, found))
                            .toList();
            boolean forward = random.nextBoolean();
            List<Item> found = new ArrayList<>();
            database.items()
                    .query(
                            table,
                            new QuerySpec(index, range, forward, Item.EMPTY, Consistency.STRONG),
                            found::add);
            assertEquals(forward ? expected : expected.reversed(), found);
        }
    }
}
