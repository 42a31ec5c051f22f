package stator.storage.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.datastax.driver.core.ConsistencyLevel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;

/**
 * What the engine adds to what Cassandra and ScalarDB take for the same: how long calls take, one
 * after the other, side by side. {@code -Dspeed=true} prints it; nothing is asserted of the times.
 */
@EnabledIfSystemProperty(named = "cassandra", matches = ".+")
@EnabledIfSystemProperty(named = "speed", matches = "true")
class LatencyTest {
    private static final int SPACE = 9;
    private static final int ROUNDS = Integer.getInteger("rounds", 400);
    private static final int WARM_UP = 100;
    private static final int KEYS = 50;
    private static final int SEVERAL = 4;
    private static final byte[] VALUE = new byte[200];

    /** Of rows that no space has. */
    private static final int GENERATION = 900_000_000;

    private static final long EPOCH = 900_000_000;

    private final Map<String, long[]> nanos = new LinkedHashMap<>();

    private interface Call {
        void make() throws Exception;
    }

    @Test
    void besideBareCassandraAndScalarDb() throws Exception {
        try (Store store = TestCluster.WHOLE.openEmpty();
                Connection bare = Connection.open(TestCluster.WHOLE.settings());
                Transactions scalar = new Transactions(bare, EPOCH)) {
            bare.define("CREATE TABLE IF NOT EXISTS KS.bare (k int PRIMARY KEY, n int, v blob)");
            for (int key = 0; key < KEYS; key++) {
                put(store, List.of(key(key)), 1);
                transact(scalar, List.of(place(key)));
                bare.execute(
                        bare.bind(
                                "INSERT INTO KS.bare (k, n, v) VALUES (?, 0, ?)",
                                key,
                                ByteBuffer.wrap(VALUE)));
            }
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                round(store, bare, scalar, round);
            }
        }
        report();
    }

    /** Each write moves the entry of its item, and its item was left alone for some seconds. */
    @Test
    void anItemWithEntryAndRecordWithoutAndWithOutbox() throws Exception {
        try (WrittenTables whole = new WrittenTables(TestCluster.WHOLE.openEmpty());
                WrittenTables outbox = new WrittenTables(TestCluster.OUTBOX.openEmpty())) {
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                for (String table : WrittenTables.NAMES) {
                    int number = round;
                    String key = "key " + round % KEYS;
                    measure(round, table + ", committed", () -> whole.put(table, key, number));
                    measure(round, table + ", outbox", () -> outbox.put(table, key, number));
                }
            }
        }
        report();
    }

    private void report() {
        assertTrue(
                nanos.values().stream().allMatch(all -> Arrays.stream(all).allMatch(n -> n > 0)));
        nanos.forEach((name, all) -> {
            Arrays.sort(all);
            System.out.printf(
                    Locale.ROOT,
                    "%-42s median %6.2f ms, 95%% %6.2f ms%n",
                    name,
                    all[all.length / 2] / 1e6,
                    all[all.length * 95 / 100] / 1e6);
        });
    }

    private void round(Store store, Connection bare, Transactions scalar, int round)
            throws Exception {
        int key = round % KEYS;
        measure(round, "Cassandra: read, QUORUM", () -> read(bare, key, ConsistencyLevel.QUORUM));
        measure(round, "Cassandra: read, SERIAL", () -> read(bare, key, ConsistencyLevel.SERIAL));
        measure(
                round,
                "Stator: strong read",
                () -> assertTrue(store.get(key(key), Consistency.STRONG).isPresent()));
        measure(round, "Cassandra: lightweight transaction", () -> swap(bare, key, round));
        measure(round, "Stator: conditional write", () -> put(store, List.of(key(key)), round + 2));
        List<RowPlace> places = new ArrayList<>();
        List<RowKey> keys = new ArrayList<>();
        for (int i = 0; i < SEVERAL; i++) {
            places.add(place((key + i) % KEYS));
            keys.add(key((key + i) % KEYS));
        }
        measure(round, "ScalarDB: four rows", () -> transact(scalar, places));
        measure(round, "Stator: transaction of four", () -> put(store, keys, round + 2));
    }

    private void measure(int round, String name, Call call) throws Exception {
        long start = System.nanoTime();
        call.make();
        long took = System.nanoTime() - start;
        if (round >= WARM_UP) {
            nanos.computeIfAbsent(name, first -> new long[ROUNDS])[round - WARM_UP] = took;
        }
    }

    private static void read(Connection bare, int key, ConsistencyLevel level) {
        assertEquals(
                1,
                bare.executeOnce(
                                bare.bind("SELECT v, n FROM KS.bare WHERE k = ?", key)
                                        .setConsistencyLevel(level))
                        .all()
                        .size());
    }

    private static void swap(Connection bare, int key, int round) {
        int before = round / KEYS;
        assertTrue(
                bare.executeOnce(
                                bare.bind(
                                        "UPDATE KS.bare SET n = ?, v = ? WHERE k = ? IF n = ?",
                                        before + 1,
                                        ByteBuffer.wrap(VALUE),
                                        key,
                                        before))
                        .wasApplied());
    }

    private static void transact(Transactions scalar, List<RowPlace> rows) throws Exception {
        RowTransaction transaction = scalar.begin();
        for (RowPlace row : rows) {
            transaction.get(row);
        }
        for (RowPlace row : rows) {
            transaction.put(row, VALUE, null);
        }
        assertEquals(RowTransaction.End.COMMITTED, transaction.commit());
    }

    private static void put(Store store, List<RowKey> keys, long version) {
        store.update(
                keys,
                (current, batch) -> {
                    for (RowKey key : keys) {
                        batch.put(key, new Row(version, VALUE));
                    }
                    return null;
                });
    }

    private static RowKey key(int number) {
        return new RowKey(SPACE, new byte[] {1, (byte) number}, (byte) 0, new byte[0]);
    }

    private static RowPlace place(int number) {
        return new RowPlace(
                0,
                RowPlace.place(GENERATION, new byte[] {(byte) number}),
                0,
                RowPlace.stored(new byte[0]));
    }
}
