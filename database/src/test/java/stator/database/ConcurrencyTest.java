package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.item.ItemWrite;
import stator.database.item.TableKey;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.ApiException;
import stator.model.Item;
import stator.storage.Consistency;

final class ConcurrencyTest {
    private static final int THREADS = 8;

    private static void inParallel(Runnable... tasks) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable task : tasks) {
            threads.add(
                    Thread.ofPlatform()
                            .uncaughtExceptionHandler((thread, e) -> failure.set(e))
                            .start(task));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    private static Runnable[] each(IntFunction<Runnable> task) {
        Runnable[] tasks = new Runnable[THREADS];
        for (int i = 0; i < THREADS; i++) {
            tasks[i] = task.apply(i);
        }
        return tasks;
    }

    private static TableDescription indexed(String name) {
        return described(
                name,
                key("p:S", "s:N"),
                local("l", key("p:S", "n:N"), Projection.KEYS_ONLY),
                global("g", key("n:N", ""), Projection.ALL));
    }

    private static int number(Item item) {
        return Integer.parseInt(item.get("n").text());
    }

    private static Item with(Item key, int n) {
        return item("p", key.get("p").text(), "s", 1, "n", n);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void concurrentIncrementsLoseNothing(Engine engine) {
        int perThread = 2_000;
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(indexed("T"));
            inParallel(
                    each(thread ->
                            () -> {
                                for (int i = 0; i < perThread; i++) {
                                    Item key = item("p", "k" + i % 3, "s", 1);
                                    test.database().items().write(table, key, add(key, 1));
                                }
                            }));
            int sum = 0;
            for (int k = 0; k < 3; k++) {
                Item key = item("p", "k" + k, "s", 1);
                sum +=
                        number(
                                test.database()
                                        .items()
                                        .get(table, key, Consistency.STRONG)
                                        .orElseThrow());
            }
            assertEquals(THREADS * perThread, sum);
        }
    }

    private static ItemWrite add(Item key, int amount) {
        return current ->
                new WriteDecision.Put(
                        with(key, current.map(ConcurrencyTest::number).orElse(0) + amount));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aConditionIsCheckedAgainstWhatIsReplaced(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = test.create(indexed("T"));
            Item key = item("p", "k", "s", 1);
            AtomicInteger applied = new AtomicInteger();
            inParallel(
                    each(thread ->
                            () -> {
                                for (int i = 0; i < 500; i++) {
                                    int n = i;
                                    ItemWrite ifNew =
                                            current ->
                                                    current.map(ConcurrencyTest::number).orElse(-1)
                                                                    == n - 1
                                                            ? new WriteDecision.Put(with(key, n))
                                                            : new WriteDecision.Reject();
                                    if (test.database().items().write(table, key, ifNew)
                                            instanceof WriteOutcome.Applied) {
                                        applied.incrementAndGet();
                                    }
                                }
                            }));
            int last =
                    number(
                            test.database()
                                    .items()
                                    .get(table, key, Consistency.STRONG)
                                    .orElseThrow());
            assertEquals(applied.get(), last + 1, "each value was written exactly once");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void transfersKeepTheSumThatReadersSee(Engine engine) {
        int accounts = 5;
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable left = test.create(indexed("L"));
            LiveTable right = test.create(indexed("R"));
            List<TableKey> keys = new ArrayList<>();
            for (int a = 0; a < accounts; a++) {
                LiveTable table = a % 2 == 0 ? left : right;
                Item key = item("p", "k" + a, "s", 1);
                test.put(table, with(key, 100));
                keys.add(new TableKey(table, key));
            }
            inParallel(
                    each(thread ->
                            thread % 2 == 0
                                    ? () -> transfers(test, keys, thread)
                                    : () -> sums(test, keys)));
        }
    }

    private static void transfers(TestDatabase test, List<TableKey> keys, int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            TableKey from = keys.get(random.nextInt(keys.size()));
            TableKey to = keys.get(random.nextInt(keys.size()));
            if (!from.equals(to)) {
                int amount = random.nextInt(10);
                test.database()
                        .items()
                        .writeAll(
                                List.of(
                                        new TargetedWrite(
                                                from.table(), from.key(), add(from.key(), -amount)),
                                        new TargetedWrite(
                                                to.table(), to.key(), add(to.key(), amount))));
            }
        }
    }

    private static void sums(TestDatabase test, List<TableKey> keys) {
        for (int i = 0; i < 1_000; i++) {
            int sum = 0;
            for (Optional<Item> item : test.database().items().getAll(keys, Consistency.STRONG)) {
                sum += number(item.orElseThrow());
            }
            assertEquals(100 * keys.size(), sum);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void writesAndChangesOfTheCatalogDoNotHurtEachOther(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(indexed("T0"));
            test.create(indexed("T1"));
            inParallel(
                    each(thread ->
                            thread < 2
                                    ? () -> recreate(test, "T" + thread)
                                    : () -> writeWhatIsThere(test, thread)));
        }
    }

    private static void recreate(TestDatabase test, String name) {
        for (int i = 0; i < 100; i++) {
            test.tables().update(NAMESPACE, name, table -> TableSetting.text("a").in(table, "b"));
            test.tables().delete(NAMESPACE, name, table -> {});
            test.create(indexed(name));
        }
    }

    private static void writeWhatIsThere(TestDatabase test, int thread) {
        for (int i = 0; i < 2_000; i++) {
            Item key = item("p", "k" + i % 7, "s", 1);
            Optional<LiveTable> first = test.catalog().find(NAMESPACE, "T" + (i + thread) % 2);
            Optional<LiveTable> second = test.catalog().find(NAMESPACE, "T" + (i + thread + 1) % 2);
            if (first.isEmpty() || second.isEmpty()) {
                continue;
            }
            try {
                test.database().items().write(first.get(), key, add(key, 1));
                test.database()
                        .items()
                        .writeAll(
                                List.of(
                                        new TargetedWrite(first.get(), key, add(key, 1)),
                                        new TargetedWrite(second.get(), key, add(key, 1))));
            } catch (ApiException e) {
                assertEquals("Requested resource not found", e.getMessage());
            }
        }
    }
}
