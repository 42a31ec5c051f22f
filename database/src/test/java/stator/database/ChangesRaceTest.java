package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.item;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.item.ItemWrite;
import stator.database.item.ScanSpec;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.log.ChangeLog;
import stator.database.log.ChangeRecord;
import stator.database.log.Shard;
import stator.database.table.StreamSettings.View;
import stator.model.Item;

/** A reader races writers, splits and rolls: it must meet every change once, in order. */
class ChangesRaceTest {
    private static final int WRITERS = 6;
    private static final int ITEMS = 12;
    private static final int WRITES = 1_500;

    private static Item next(Optional<Item> current, String name) {
        long n = current.map(item -> Long.parseLong(item.get("n").text())).orElse(0L);
        return item("p", name, "n", n + 1);
    }

    private static ItemWrite add(String name) {
        return current -> new WriteDecision.Put(next(current, name));
    }

    private static void write(TestDatabase test, LiveTable table, Random random) {
        String one = "x" + random.nextInt(ITEMS);
        String other = "x" + random.nextInt(ITEMS);
        List<TargetedWrite> both =
                List.of(
                        new TargetedWrite(table, item("p", one), add(one)),
                        new TargetedWrite(table, item("p", other), add(other)));
        switch (random.nextInt(one.equals(other) ? 1 : 3)) {
            case 0 -> test.database().items().write(both.getFirst());
            case 1 -> test.database().items().writeAll(both);
            default -> test.database().items().writeEach(both);
        }
    }

    /** Each item's changes count up without a gap, and each begins where the last one ended. */
    private static final class Checker {
        private final Map<String, Optional<Item>> last = new HashMap<>();
        private int count;

        void accept(ChangeRecord change) {
            String name = change.keys().get("p").text();
            assertEquals(last.getOrDefault(name, Optional.empty()), change.before());
            last.put(name, change.after());
            count++;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderMissesNothingAndSeesNothingTwice(Engine engine) throws Exception {
        try (TestDatabase test = new TestDatabase(engine);
                ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1)) {
            LiveTable table = test.create(ChangesTest.streaming(View.NEW_AND_OLD_IMAGES));
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(i);
                writers.add(
                        threads.submit(() -> {
                            for (int n = 0; n < WRITES; n++) {
                                write(test, table, random);
                            }
                        }));
            }
            AtomicBoolean done = new AtomicBoolean();
            Future<?> divider = threads.submit(() -> divide(test, table, done));
            Checker checker = new Checker();
            ChangeConsumer consumer = new ChangeConsumer(test, table);
            while (writers.stream().anyMatch(writer -> !writer.isDone())) {
                consumer.poll(checker::accept);
            }
            done.set(true);
            divider.get();
            for (Future<?> writer : writers) {
                writer.get();
            }
            consumer.all().forEach(checker::accept);
            assertEquals(total(test, table), checker.count);
            assertTrue(consumer.stream().shards().size() > 3, "shards came and went");
        }
    }

    private static long total(TestDatabase test, LiveTable table) {
        long[] total = new long[1];
        ScanSpec all = new ScanSpec("", 0, 1, Item.EMPTY, stator.storage.Consistency.STRONG);
        test.database()
                .items()
                .scan(
                        table,
                        all,
                        found -> {
                            total[0] += Long.parseLong(found.get("n").text());
                            return true;
                        });
        return total[0];
    }

    /** Splits and continues shards all the time. */
    private static void divide(TestDatabase test, LiveTable table, AtomicBoolean done) {
        Random random = new Random(99);
        while (!done.get()) {
            test.catalog()
                    .change(
                            table,
                            (record, numbers) -> {
                                ChangeLog log = record.log();
                                List<Shard> open = log.openShards();
                                Shard shard = open.get(random.nextInt(open.size()));
                                return open.size() < 8
                                        ? record.with(log.split(shard, numbers))
                                        : record.with(log.roll(shard, numbers));
                            });
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
