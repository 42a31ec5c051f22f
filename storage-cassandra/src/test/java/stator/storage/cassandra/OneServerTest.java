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
import stator.storage.Capabilities;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.WriteBatch;

/** One server at a time, and what it finds of those before. Needs a cluster, see TestCluster. */
class OneServerTest {
    private static final int SPACE = 5;

    private static RowKey key(String partition) {
        return new RowKey(SPACE, bytes(partition), (byte) 0, new byte[0]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Row row(long version) {
        return new Row(version, new byte[] {1});
    }

    @Test
    void aSecondStandsBy() {
        try (SharedKeyspace second = SharedKeyspace.open(TestCluster.CHOSEN.settings())) {
            TestCluster.CHOSEN.openEmpty().close();
            try (Store first =
                    TestCluster.CHOSEN
                            .keyspace()
                            .open("the first's door", () -> {})
                            .orElseThrow()) {
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
        try (SharedKeyspace second = SharedKeyspace.open(TestCluster.CHOSEN.settings())) {
            assertArrayEquals(first, TestCluster.CHOSEN.keyspace().secret(name, () -> first));
            assertArrayEquals(first, second.secret(name, () -> new byte[] {4}));
        }
    }

    @Test
    void learnsThatAnotherTookOver() throws InterruptedException {
        TestCluster.CHOSEN.openEmpty().close();
        CountDownLatch lost = new CountDownLatch(1);
        try (Store store = TestCluster.CHOSEN.keyspace().open("", lost::countDown).orElseThrow()) {
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
        TestCluster.CHOSEN.open().close();
    }

    /** As if another server had taken the lease, which is silent from then on. */
    private static void beSomebodyElse() {
        try (Connection connection = Connection.open(TestCluster.CHOSEN.settings())) {
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
        TestCluster.CHOSEN.openEmpty().close();
        beSomebodyElse();
        try (Store store = TestCluster.CHOSEN.open()) {
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
        private final Connection connection = Connection.open(TestCluster.CHOSEN.settings());
        private final Lease lease =
                new LeaseWatch(
                                new LeaseRow(connection),
                                TestCluster.CHOSEN.settings().leaseDuration(),
                                () -> "")
                        .tryTake("", () -> {})
                        .orElseThrow();
        private final Spaces spaces =
                Spaces.open(
                        connection,
                        new Schema(connection, TestCluster.CHOSEN.settings()),
                        TestCluster.CHOSEN.settings().slotsMax());
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

        /** Deletes a row and leaves one that waits, and takes that away. */
        void deleteWithOutbox(String partition, long version) {
            RowKey waiting = new RowKey(SPACE, bytes(partition), (byte) 7, new byte[] {1});
            long time = (System.currentTimeMillis() << 20) + version;
            commits.update(
                    List.of(key(partition)),
                    (current, batch) -> {
                        batch.delete(key(partition));
                        batch.putWaiting(waiting, row(time));
                        batch.increment(SPACE, -1, -10);
                        return null;
                    });
            WriteBatch done = new WriteBatch();
            done.deleteDerived(waiting, time);
            new DerivedRows(
                            connection,
                            spaces,
                            new Reader(connection, transactions),
                            new Snapshots())
                    .make(done.changes());
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
        TestCluster.CHOSEN.openEmpty().close();
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
            try (Store store = TestCluster.CHOSEN.open()) {
                assertArrayEquals(new long[] {2, 40}, store.counters(SPACE));
                assertEquals(70, store.highestVersion());
                assertEquals(12, store.get(key("a"), Consistency.STRONG).orElseThrow().version());
                assertTrue(store.get(key("b"), Consistency.STRONG).isEmpty());
            }
        }
    }

    @Test
    void whatIsTakenFromAnOutboxTakesNoCountersAlong() {
        TestCluster.CHOSEN.openEmpty().close();
        try (Dying dying = new Dying()) {
            dying.put("a", 10);
            dying.put("b", 11);
            dying.deleteWithOutbox("a", 12);
            dying.deleteWithOutbox("b", 13);
            dying.put("b", 14);
        }
        try (Store store = TestCluster.CHOSEN.open()) {
            assertArrayEquals(new long[] {1, 10}, store.counters(SPACE));
            assertTrue(store.get(key("a"), Consistency.STRONG).isEmpty());
            assertEquals(14, store.get(key("b"), Consistency.STRONG).orElseThrow().version());
        }
    }

    @Test
    void whatIsDroppedIsRemovedDerivedRowsToo() {
        try (Store store = TestCluster.OUTBOX.openEmpty();
                Connection connection = Connection.open(TestCluster.OUTBOX.settings())) {
            WriteBatch batch = new WriteBatch();
            batch.putDerived(key("derived"), row(System.currentTimeMillis() << 20));
            store.derive(batch.changes());
            store.update(
                    List.of(key("put")),
                    (current, changes) -> {
                        changes.put(key("put"), row(1));
                        return null;
                    });
            assertEquals(2, partitions(connection));
            store.dropSpace(SPACE);
            long start = System.nanoTime();
            while (partitions(connection) > 0) {
                assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60), "still there");
                Connection.pause(200);
            }
        }
    }

    /** How many partitions there are of these tests' keys, whichever generation they have. */
    private static long partitions(Connection connection) {
        long count = 0;
        for (int slot = 0; slot < TestCluster.OUTBOX.settings().slotsMax(); slot++) {
            for (com.datastax.driver.core.Row row :
                    connection.execute(
                            connection.bind(
                                    "SELECT DISTINCT place FROM KS." + Schema.rows(slot)))) {
                byte[] place = RowPlace.partition(Reader.bytes(row.getBytes(0)));
                String text = new String(place, StandardCharsets.UTF_8);
                count += text.equals("derived") || text.equals("put") ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void aKeyspaceHasTheFormatThatItWasMadeWith() {
        CassandraSettings whole = TestCluster.WHOLE.settings();
        TestCluster.WHOLE.openEmpty().close();
        assertThrows(
                StoreException.Unavailable.class,
                () -> SharedKeyspace.open(TestCluster.OUTBOX.settings().in(whole.keyspace())));
        try (Store store = TestCluster.OUTBOX.openEmpty()) {
            assertEquals(Capabilities.AtomicScope.PARTITION, store.capabilities().atomicScope());
        }
        // The option counts where the keyspace is made.
        CassandraSettings outbox =
                TestCluster.WHOLE.settings().in(TestCluster.OUTBOX.settings().keyspace());
        try (SharedKeyspace shared = SharedKeyspace.open(outbox);
                Store store = shared.open("", () -> {}).orElseThrow()) {
            assertEquals(Capabilities.AtomicScope.PARTITION, store.capabilities().atomicScope());
        }
    }

    @Test
    void aKeyspaceOfAnUnknownFormatIsRefused() {
        TestCluster.CHOSEN.openEmpty().close();
        try (Connection connection = Connection.open(TestCluster.CHOSEN.settings())) {
            int format = setFormat(connection, 99);
            try {
                StoreException.Unavailable refused =
                        assertThrows(
                                StoreException.Unavailable.class,
                                () -> SharedKeyspace.open(TestCluster.CHOSEN.settings()));
                assertTrue(refused.getMessage().contains("99"), refused.getMessage());
            } finally {
                setFormat(connection, format);
            }
        }
    }

    /** Returns the one before. */
    private static int setFormat(Connection connection, int format) {
        int before =
                connection
                        .execute(
                                connection.bind(
                                        "SELECT number FROM KS.store WHERE name = 'format'"))
                        .one()
                        .getInt(0);
        connection.execute(
                connection.bind(
                        "UPDATE KS.store SET number = ? WHERE name = 'format' IF EXISTS", format));
        return before;
    }

    @Test
    void aCommitThatWasUnderWayFailsAfterATakeover() throws CrudException {
        TestCluster.CHOSEN.openEmpty().close();
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
            try (Store store = TestCluster.CHOSEN.open()) {
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
