package stator.storage.cassandra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.scalar.db.exception.transaction.CrudException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.StoreException;

/** One server at a time, and what it finds of those before. Needs a cluster, see TestCluster. */
class OneServerTest {
    private static final int SPACE = 5;

    private static RowKey key(String partition) {
        return new RowKey(SPACE, partition.getBytes(StandardCharsets.UTF_8), (byte) 0, new byte[0]);
    }

    private static Row row(long version) {
        return new Row(version, new byte[] {1});
    }

    @Test
    void aSecondStandsBy() {
        try (SharedKeyspace second = SharedKeyspace.open(TestCluster.settings())) {
            TestCluster.openEmpty().close();
            try (Store first =
                    TestCluster.keyspace().open("the first's door", () -> {}).orElseThrow()) {
                assertEquals(Optional.empty(), second.open("", () -> {}));
                assertEquals("the first's door", second.holder().orElseThrow().door());
                assertTrue(first.health().writable());
            }
            second.open("", () -> {}).orElseThrow().close();
        }
    }

    @Test
    void whoAsksFirstChoosesASecret() {
        String name = "of " + System.nanoTime();
        byte[] first = {1, 2, 3};
        try (SharedKeyspace second = SharedKeyspace.open(TestCluster.settings())) {
            assertArrayEquals(first, TestCluster.keyspace().secret(name, () -> first));
            assertArrayEquals(first, second.secret(name, () -> new byte[] {4}));
        }
    }

    @Test
    void learnsThatAnotherTookOver() throws InterruptedException {
        TestCluster.openEmpty().close();
        CountDownLatch lost = new CountDownLatch(1);
        try (Store store = TestCluster.keyspace().open("", lost::countDown).orElseThrow()) {
            store.update(
                    List.of(key("a")),
                    (current, batch) -> {
                        batch.put(key("a"), row(1));
                        return null;
                    });
            beSomebodyElse();
            assertTrue(lost.await(20, TimeUnit.SECONDS));
            assertThrows(
                    StoreException.Unavailable.class,
                    () -> store.get(key("a"), Consistency.STRONG));
        }
        TestCluster.open().close();
    }

    /** As if another server had taken the lease, which is silent from then on. */
    private static void beSomebodyElse() {
        try (Connection connection = Connection.open(TestCluster.settings())) {
            connection.execute(
                    connection.bind(
                            "UPDATE KS.server SET owner = ?, host = ?, process = ?, since = ?"
                                    + " WHERE name = ? IF EXISTS",
                            "somebody",
                            "elsewhere",
                            "",
                            new Date(),
                            "writer"));
        }
    }

    @Test
    void takesOverFromOneThatIsSilent() {
        TestCluster.openEmpty().close();
        beSomebodyElse();
        try (Store store = TestCluster.open()) {
            assertTrue(store.health().writable());
        }
    }

    private static final class Nothing implements Commits.Left {
        @Override
        public void isFinished(String id) {}

        @Override
        public void isBarred(RowPlace row) {}
    }

    /** The parts of a store without what is done in the background. */
    private static final class Dying implements AutoCloseable {
        private final Connection connection = Connection.open(TestCluster.settings());
        private final Lease lease =
                new LeaseWatch(new LeaseRow(connection), TestCluster.settings().leaseDuration())
                        .tryTake("", () -> {})
                        .orElseThrow();
        private final Spaces spaces =
                Spaces.open(
                        connection,
                        new Schema(connection, TestCluster.settings()),
                        TestCluster.settings().slotsMax());
        private final Transactions transactions = new Transactions(connection, lease.epoch());
        private final Counters counters =
                new Takeover(connection, new Rewriter(transactions)).counters(spaces);
        private final Commits commits =
                new Commits(spaces, transactions, counters, lease, new Snapshots(), new Nothing());

        void put(String partition, long version) {
            commits.update(
                    List.of(key(partition)),
                    (current, batch) -> {
                        batch.put(key(partition), row(version));
                        batch.increment(SPACE, current.getFirst().isEmpty() ? 1 : 0, 10);
                        return null;
                    });
        }

        void delete(String partition) {
            commits.update(
                    List.of(key(partition)),
                    (current, batch) -> {
                        batch.delete(key(partition));
                        batch.increment(SPACE, -1, -10);
                        return null;
                    });
        }

        /** The lease goes back, as if it had run out; nothing is written down. */
        @Override
        public void close() {
            lease.close();
            transactions.close();
        }
    }

    @Test
    void countersAndVersionsOutliveACrash() {
        TestCluster.openEmpty().close();
        try (Dying dying = new Dying()) {
            dying.put("a", 10);
            dying.put("b", 70);
            dying.put("a", 11);
            dying.counters.writeDown(row -> {});
            dying.put("a", 12);
            dying.put("c", 13);
            dying.delete("b");
            assertArrayEquals(
                    new long[] {2, 40}, dying.counters.get(dying.spaces.make(SPACE).generation()));
        }
        for (int start = 0; start < 2; start++) {
            try (Store store = TestCluster.open()) {
                assertArrayEquals(new long[] {2, 40}, store.counters(SPACE));
                assertEquals(70, store.highestVersion());
                assertEquals(12, store.get(key("a"), Consistency.STRONG).orElseThrow().version());
                assertTrue(store.get(key("b"), Consistency.STRONG).isEmpty());
            }
        }
    }

    @Test
    void aCommitThatWasUnderWayFailsAfterATakeover() throws CrudException {
        TestCluster.openEmpty().close();
        Dying asleep = new Dying();
        asleep.put("a", 1);
        for (String partition : List.of("a", "new")) {
            RowPlace place = RowPlace.of(asleep.spaces.make(SPACE), key(partition));
            RowTransaction transaction = asleep.transactions.begin();
            transaction.get(place);
            Counters.Entry entry =
                    asleep.counters.enter(
                            place,
                            transaction.id(),
                            new Tally.Part(2, Map.of(place.generation(), new long[] {1})),
                            false);
            transaction.put(place, Reader.value(row(2)), entry.tally());
            asleep.lease.close();
            try (Store store = TestCluster.open()) {
                // The one that slept in the middle of its commit wakes up.
                assertEquals(RowTransaction.End.CONFLICT, transaction.commit());
                assertEquals(
                        partition.equals("a") ? 1 : 0,
                        store.get(key(partition), Consistency.STRONG).map(Row::version).orElse(0L));
                assertArrayEquals(new long[] {1, 10}, store.counters(SPACE));
            }
        }
        asleep.transactions.close();
    }
}
