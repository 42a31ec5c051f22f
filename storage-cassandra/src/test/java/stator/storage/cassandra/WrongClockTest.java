package stator.storage.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.StoreException;

/** Servers whose clocks differ. Needs a cluster, see TestCluster. */
class WrongClockTest {
    private static final int SPACE = 5;
    private static final RowKey KEY = new RowKey(SPACE, new byte[] {1}, (byte) 0, new byte[0]);

    /** The nodes run on this machine. */
    @Test
    void theClockOfThisMachineAgreesWithItself() {
        try (Connection connection = Connection.open(TestCluster.CHOSEN.settings());
                ClockWatch watch = new ClockWatch(connection)) {
            assertEquals("", watch.refusal());
            assertTrue(Math.abs(watch.offset().toMillis()) < 500, watch.offset().toString());
        }
    }

    /** A server whose clock was ahead made the space; the one that drops it has the right time. */
    @Test
    void aSpaceStaysDroppedHoweverLateItWasMade() {
        CassandraSettings settings = TestCluster.CHOSEN.settings();
        try (Connection connection = Connection.open(settings)) {
            try (Store store = TestCluster.CHOSEN.openEmpty()) {
                put(store, 1);
                int generation = generation(connection, settings);
                long inAnHour =
                        TimeUnit.MILLISECONDS.toMicros(
                                System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1));
                connection.execute(
                        connection.bind(
                                "UPDATE KS.space USING TIMESTAMP ? SET dropped = false WHERE bucket"
                                        + " = ? AND generation = ?",
                                inAnHour,
                                Spaces.BUCKET,
                                generation));
                store.dropSpace(SPACE);
            }
            assertEquals(Optional.empty(), spaces(connection, settings).find(SPACE));
        }
    }

    private static Spaces spaces(Connection connection, CassandraSettings settings) {
        return Spaces.open(connection, new Schema(connection, settings), settings.slotsMax());
    }

    private static int generation(Connection connection, CassandraSettings settings) {
        return spaces(connection, settings).find(SPACE).orElseThrow().generation();
    }

    private static void put(Store store, long version) {
        store.update(
                List.of(KEY),
                (current, batch) -> {
                    batch.put(KEY, new Row(version, new byte[] {1}));
                    return null;
                });
    }

    /** Nobody else would write either: such a server leaves the lease where it is. */
    @Test
    void whoHasAnObjectionTakesNoLease() {
        TestCluster.CHOSEN.openEmpty().close();
        CassandraSettings settings = TestCluster.CHOSEN.settings();
        try (Connection connection = Connection.open(settings)) {
            LeaseRow row = new LeaseRow(connection);
            assertEquals(
                    Optional.empty(),
                    new LeaseWatch(row, settings.leaseDuration(), () -> "the clock is wrong")
                            .tryTake("", () -> {}));
            assertTrue(row.read().isFree());
        }
    }

    @Test
    void aHolderWithAnObjectionReadsAndDoesNotWrite() {
        TestCluster.CHOSEN.openEmpty().close();
        CassandraSettings settings = TestCluster.CHOSEN.settings();
        AtomicReference<String> objection = new AtomicReference<>("");
        try (Connection connection = Connection.open(settings)) {
            Lease lease =
                    new LeaseWatch(
                                    new LeaseRow(connection),
                                    settings.leaseDuration(),
                                    objection::get)
                            .tryTake("", () -> {})
                            .orElseThrow();
            try (Store store = CassandraStore.open(settings, lease)) {
                put(store, 1);
                objection.set("the clock is wrong");
                assertEquals("the clock is wrong", store.health().detail());
                assertThrows(StoreException.Unavailable.class, () -> put(store, 2));
                assertEquals(1, store.get(KEY, Consistency.STRONG).orElseThrow().version());
                assertEquals(1, store.getAll(List.of(KEY)).size());
                objection.set("");
                put(store, 3);
            }
        }
    }
}
