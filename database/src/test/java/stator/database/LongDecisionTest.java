package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.item.IdempotencyToken;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.LongWork;
import stator.storage.Consistency;
import stator.storage.StoreException;

/**
 * Decisions that take long. Each does here, while it decides, what any other client may do
 * meanwhile; with a lock held it would wait for itself.
 */
@Timeout(60)
final class LongDecisionTest {
    private static final long LONG_UNITS = LongWork.BRIEF_UNITS + 1;
    private static final long ENDLESS_UNITS = 1L << 40;

    /** Puts the item that is there with one more, after something else has happened. */
    private static ItemWrite counting(long units, AtomicInteger decided, Runnable meanwhile) {
        return current ->
                LongWork.run(
                        units,
                        () -> {
                            decided.incrementAndGet();
                            meanwhile.run();
                            return new WriteDecision.Put(number(number(current) + 1));
                        });
    }

    private static Item number(int n) {
        return item("p", "a", "n", n);
    }

    private static int number(Optional<Item> item) {
        return item.map(there -> Integer.parseInt(there.get("n").text())).orElse(0);
    }

    private static LiveTable table(TestDatabase test) {
        return test.create(described("T", key("p:S", "")));
    }

    private static int stored(TestDatabase test, LiveTable table) {
        return number(test.database().items().get(table, item("p", "a"), Consistency.STRONG));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void areMadeWhileOthersWriteTheSameItem(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = table(test);
            AtomicInteger decided = new AtomicInteger();
            Runnable other =
                    () -> {
                        if (decided.get() == 1) {
                            test.put(table, number(10));
                        }
                    };
            WriteOutcome outcome =
                    test.database()
                            .items()
                            .write(table, item("p", "a"), counting(LONG_UNITS, decided, other));
            assertEquals(
                    10, number(assertInstanceOf(WriteOutcome.Applied.class, outcome).before()));
            assertEquals(11, stored(test, table));
            assertEquals(2, decided.get());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void areMadeWhileTheTableIsChanged(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = table(test);
            AtomicInteger decided = new AtomicInteger();
            Runnable change =
                    () -> test.tables().update(NAMESPACE, "T", description -> description);
            test.database()
                    .items()
                    .write(table, item("p", "a"), counting(LONG_UNITS, decided, change));
            assertEquals(1, stored(test, table));
            assertEquals(1, decided.get());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ofTransactionsAndBatchesAreMadeWithoutLocks(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = table(test);
            AtomicInteger decided = new AtomicInteger();
            Runnable other =
                    () -> {
                        if (decided.get() == 1) {
                            test.put(table, number(20));
                        }
                    };
            Item neighbour = item("p", "b", "n", 1);
            List<TargetedWrite> writes =
                    List.of(
                            new TargetedWrite(
                                    table, item("p", "a"), counting(LONG_UNITS, decided, other)),
                            new TargetedWrite(
                                    table, neighbour, current -> new WriteDecision.Put(neighbour)));

            WriteOutcomes outcomes = test.database().items().writeAll(writes);
            assertEquals(true, outcomes.applied());
            assertEquals(21, stored(test, table));
            assertEquals(2, decided.get());

            decided.set(0);
            IdempotencyToken token = new IdempotencyToken(NAMESPACE, "Op", "t", bytes("print"));
            TransactionOutcome once = test.database().items().writeAll(writes, token);
            assertInstanceOf(TransactionOutcome.Decided.class, once);
            assertEquals(21, stored(test, table));
            assertInstanceOf(
                    TransactionOutcome.Repeated.class,
                    test.database().items().writeAll(writes, token));

            decided.set(0);
            List<WriteResult> each = test.database().items().writeEach(writes);
            each.forEach(result -> assertInstanceOf(WriteResult.Done.class, result));
            assertEquals(21, stored(test, table));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void failOnTheItemThatIsThereInTheEnd(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = table(test);
            test.put(table, number(1));
            ItemWrite refusing =
                    current ->
                            LongWork.run(
                                    LONG_UNITS,
                                    () -> {
                                        if (number(current) == 1) {
                                            test.put(table, number(2));
                                        }
                                        throw ApiException.validation("was " + number(current));
                                    });
            ApiException refusal =
                    assertThrows(
                            ApiException.class,
                            () -> test.database().items().write(table, item("p", "a"), refusing));
            assertEquals("was 2", refusal.getMessage());
            List<WriteResult> results =
                    test.database()
                            .items()
                            .writeEach(List.of(new TargetedWrite(table, item("p", "a"), refusing)));
            WriteResult.Failed failed =
                    assertInstanceOf(WriteResult.Failed.class, results.getFirst());
            assertEquals("was 2", failed.cause().getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ofItemsThatAlwaysChangeAreMadeInTheirPlaceIfTheyAreNotTooLong(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = table(test);
            AtomicInteger decided = new AtomicInteger();
            Runnable other =
                    () -> {
                        if (decided.get() <= 3) {
                            test.put(table, number(100 * decided.get()));
                        }
                    };
            test.database()
                    .items()
                    .write(table, item("p", "a"), counting(LONG_UNITS, decided, other));
            assertEquals(301, stored(test, table));
            assertEquals(4, decided.get());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ofItemsThatAlwaysChangeAreGivenUpIfTheyAreTooLong(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            LiveTable table = table(test);
            AtomicInteger decided = new AtomicInteger();
            ItemWrite write =
                    counting(
                            ENDLESS_UNITS,
                            decided,
                            () -> test.put(table, number(100 + decided.get())));
            assertThrows(
                    StoreException.Conflict.class,
                    () -> test.database().items().write(table, item("p", "a"), write));
            assertEquals(100 + decided.get(), stored(test, table));
        }
    }
}
