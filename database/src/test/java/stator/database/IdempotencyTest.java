package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.database.TestDatabase.NAMESPACE;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.catalog.LiveTable;
import stator.database.commit.IdempotencyTokens;
import stator.database.item.IdempotencyToken;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteDecision;
import stator.database.row.Layout;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.SpaceScan;

/** A transaction with a token happens once. */
final class IdempotencyTest {
    private static final long VALID_MILLIS = IdempotencyTokens.VALID.toMillis();

    private static IdempotencyToken token(String text, int fingerprint) {
        return new IdempotencyToken(NAMESPACE, "Write", text, new byte[] {(byte) fingerprint});
    }

    private static TransactionOutcome increment(TestDatabase test, IdempotencyToken token) {
        LiveTable table = test.table("T");
        Item key = item("p", "counter");
        ItemWrite write =
                current -> new WriteDecision.Put(item("p", "counter", "n", count(current) + 1));
        return test.database()
                .items()
                .writeAll(List.of(new TargetedWrite(table, key, write)), token);
    }

    private static int count(Optional<Item> counter) {
        return counter.map(item -> Integer.parseInt(item.get("n").text())).orElse(0);
    }

    private static int count(TestDatabase test) {
        return count(
                test.database()
                        .items()
                        .get(test.table("T"), item("p", "counter"), Consistency.STRONG));
    }

    private static int tokenRows(TestDatabase test) {
        int[] rows = new int[1];
        for (int i = 0; i < Layout.TOKEN_SPACES; i++) {
            test.store()
                    .scan(
                            SpaceScan.all(Layout.TOKEN_SPACE_MIN + i, (byte) 0),
                            Consistency.STRONG,
                            (key, row) -> {
                                rows[0]++;
                                return true;
                            });
        }
        return rows[0];
    }

    private static void assertDecided(TransactionOutcome outcome) {
        assertInstanceOf(TransactionOutcome.Decided.class, outcome);
    }

    private static void assertRepeated(TransactionOutcome outcome) {
        // "p" + "counter" + "n" + a number of one digit
        assertEquals(new TransactionOutcome.Repeated(List.of(11)), outcome);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void tokensOutliveALeapOfTheClock(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(described("T", key("p:S", "")));
            assertDecided(increment(test, token("a", 1)));
            for (int days : List.of(1, 2, 3, -6)) {
                test.leap(days * 86_400_000L);
                assertDecided(increment(test, token("other" + days, 1)));
                test.pass(1_000);
                assertRepeated(increment(test, token("a", 1)));
            }
            assertEquals(5, count(test));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void tokensOutliveARestart(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(described("T", key("p:S", "")));
            assertDecided(increment(test, token("a", 1)));
            test.reopen();
            assertRepeated(increment(test, token("a", 1)));
            assertEquals(new TransactionOutcome.Mismatched(), increment(test, token("a", 2)));
            assertEquals(1, count(test));
            assertDecided(increment(test, token("b", 1)));
            assertDecided(
                    increment(test, new IdempotencyToken(NAMESPACE, "Other", "a", new byte[] {1})));
            assertEquals(3, count(test));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTokenIsValidForItsTimeWhereverAPeriodEnds(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(described("T", key("p:S", "")));
            for (int i = 0; i < 10; i++) {
                assertDecided(increment(test, token("a", i)));
                test.pass(VALID_MILLIS - 1);
                assertInstanceOf(TransactionOutcome.Repeated.class, increment(test, token("a", i)));
                test.pass(1);
            }
            assertEquals(10, count(test));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oldTokensAreDropped(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(described("T", key("p:S", "")));
            for (int minute = 0; minute < 100; minute++) {
                assertDecided(increment(test, token("m" + minute, 1)));
                test.pass(60_000);
            }
            // Those of this period and the last one, and none of a third.
            assertTrue(tokenRows(test) <= 20, tokenRows(test) + " rows");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aClockThatGoesBackForgetsNoToken(Engine engine) {
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(described("T", key("p:S", "")));
            assertDecided(increment(test, token("a", 1)));
            test.pass(-3 * VALID_MILLIS);
            assertDecided(increment(test, token("b", 1)));
            test.reopen();
            assertEquals(2, count(test));
            assertInstanceOf(TransactionOutcome.Repeated.class, increment(test, token("a", 1)));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void ofManyAtOnceOneIsApplied(Engine engine) throws Exception {
        int callers = 8;
        int rounds = 200;
        try (TestDatabase test = new TestDatabase(engine)) {
            test.create(described("T", key("p:S", "")));
            AtomicInteger decided = new AtomicInteger();
            try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
                for (int round = 0; round < rounds; round++) {
                    IdempotencyToken token = token("r" + round, 1);
                    CountDownLatch start = new CountDownLatch(callers);
                    List<Future<?>> done = new ArrayList<>();
                    for (int caller = 0; caller < callers; caller++) {
                        done.add(
                                threads.submit(() -> {
                                    start.countDown();
                                    start.await();
                                    if (increment(test, token)
                                            instanceof TransactionOutcome.Decided) {
                                        decided.incrementAndGet();
                                    }
                                    return null;
                                }));
                    }
                    for (Future<?> each : done) {
                        each.get();
                    }
                }
            }
            assertEquals(rounds, decided.get());
            assertEquals(rounds, count(test));
        }
    }
}
