package stator.storage.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.WriteBatch;
import stator.storage.WriteBatch.Change;

/** Derived changes, for engines whose commits reach one partition. */
public abstract class DeriveContract extends StoreContract {
    /** Of rows that lie beside the derived ones, which have {@link #KIND}. */
    private static final int ITEMS = SPACE + 1;

    /** A version as a database gives them: milliseconds in the upper bits. */
    private static final long NOW = System.currentTimeMillis() << 20;

    private static Change put(RowKey key, long version, String payload) {
        WriteBatch batch = new WriteBatch();
        batch.putDerived(key, row(NOW + version, payload));
        return batch.changes().getFirst();
    }

    private static Change delete(RowKey key, long version) {
        WriteBatch batch = new WriteBatch();
        batch.deleteDerived(key, NOW + version);
        return batch.changes().getFirst();
    }

    /** Tells changes until the engine says that they are made. */
    private void derive(List<Change> changes) {
        for (int tries = 0; true; tries++) {
            try {
                store.derive(changes);
                return;
            } catch (StoreException.Unavailable e) {
                if (tries > 50) {
                    throw e;
                }
            }
        }
    }

    private void derive(Change... changes) {
        derive(List.of(changes));
    }

    @Test
    void putsReplacesAndDeletes() {
        RowKey key = key("a", "1");
        derive(put(key, 1, "one"));
        assertEquals(Optional.of("one"), get(key));
        assertEquals(NOW + 1, store.get(key, Consistency.STRONG).orElseThrow().version());
        derive(put(key, 2, "two"));
        assertEquals(Optional.of("two"), get(key));
        derive(delete(key, 3));
        assertEquals(Optional.empty(), get(key));
        derive(put(key, 4, "four"));
        assertEquals(Optional.of("four"), get(key));
    }

    @Test
    void theNewestCountsWheneverItCame() {
        RowKey key = key("a", "1");
        derive(put(key, 5, "five"));
        derive(put(key, 3, "three"), delete(key, 4));
        assertEquals(Optional.of("five"), get(key));
        derive(delete(key, 7));
        derive(put(key, 6, "six"));
        assertEquals(Optional.empty(), get(key));
        derive(put(key, 5, "five"));
        assertEquals(Optional.empty(), get(key));
        derive(put(key, 8, "eight"));
        derive(delete(key, 7), put(key, 6, "six"));
        assertEquals(Optional.of("eight"), get(key));
    }

    @Test
    void aDeletionCountsBeforeAPutOfTheSameVersion() {
        RowKey one = key("a", "1");
        RowKey other = key("a", "2");
        derive(put(one, 5, "x"));
        derive(delete(one, 5));
        derive(delete(other, 5));
        derive(put(other, 5, "x"));
        assertEquals(Optional.empty(), get(one));
        assertEquals(Optional.empty(), get(other));
    }

    @Test
    void madeAgainNothingChanges() {
        List<Change> changes =
                List.of(
                        put(key("a", "1"), 1, "x"),
                        put(key("b", ""), 2, ""),
                        delete(key("c", ""), 3));
        for (int i = 0; i < 3; i++) {
            derive(changes);
        }
        assertEquals(Optional.of("x"), get(key("a", "1")));
        assertEquals(Optional.of(""), get(key("b", "")));
        assertEquals(2, scan(SpaceScan.all(SPACE, KIND)).size());
    }

    @Test
    void showsManyRowsInOrder() {
        List<Change> changes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 100; i < 700; i++) {
            changes.add(put(key("p", "" + i), i, "v" + i));
            changes.add(put(key("q" + i, ""), i, ""));
            expected.add(i + "=v" + i);
        }
        Collections.shuffle(changes, new Random(1));
        derive(changes);
        assertEquals(expected, range(RowRange.all(SPACE, bytes("p"), KIND, false)));
        Collections.reverse(expected);
        assertEquals(expected, range(RowRange.all(SPACE, bytes("p"), KIND, true)));
        assertEquals(1_200, scan(SpaceScan.all(SPACE, KIND)).size());
    }

    @Test
    void takesMoreAtOnceThanOneMessageHolds() {
        byte[] large = new byte[400 * 1024];
        new Random(2).nextBytes(large);
        WriteBatch batch = new WriteBatch();
        for (int i = 0; i < 60; i++) {
            batch.putDerived(key("p", "" + (100 + i)), new Row(NOW + i, large));
        }
        derive(batch.changes());
        for (int i = 0; i < 60; i++) {
            Row row = store.get(key("p", "" + (100 + i)), Consistency.STRONG).orElseThrow();
            assertEquals(NOW + i, row.version());
            assertArrayEquals(large, row.payload());
        }
    }

    private static RowKey item(String partition) {
        return new RowKey(ITEMS, bytes(partition), KIND, bytes(""));
    }

    private static RowKey waiting(String partition, long version) {
        return new RowKey(ITEMS, bytes(partition), OTHER_KIND, bytes("" + version));
    }

    /** A commit of an item, and of what waits in the same partition. */
    private void commit(String partition, long version, long items) {
        store.update(
                List.of(item(partition)),
                (current, batch) -> {
                    if (items < 0) {
                        batch.delete(item(partition));
                    } else {
                        batch.put(item(partition), row(NOW + version, "" + version));
                    }
                    batch.putWaiting(waiting(partition, version), row(NOW + version, "waits"));
                    batch.increment(ITEMS, items);
                    return null;
                });
    }

    @Test
    void takesAwayWhatWaitsAndNothingElse() {
        RowRange waits = RowRange.all(ITEMS, bytes("p"), OTHER_KIND, false);
        commit("p", 1, 1);
        commit("p", 2, 0);
        commit("p", 3, 0);
        assertEquals(List.of("1=waits", "2=waits", "3=waits"), range(waits));
        derive(delete(waiting("p", 1), 1), delete(waiting("p", 2), 2));
        assertEquals(List.of("3=waits"), range(waits));
        commit("p", 4, -1);
        derive(delete(waiting("p", 3), 3), delete(waiting("p", 4), 4));
        derive(delete(waiting("p", 1), 1));
        assertEquals(List.of(), range(waits));
        assertEquals(List.of(), scan(new SpaceScan(ITEMS, OTHER_KIND, 0, -1L, null)));
        assertEquals(Optional.empty(), get(item("p")));
        assertEquals(0, Arrays.stream(store.counters(ITEMS)).sum());
        commit("p", 5, 1);
        assertEquals(Optional.of("5"), get(item("p")));
        assertEquals(List.of("5=waits"), range(waits));
        assertEquals(NOW + 5, store.highestVersion());
    }

    @Test
    void whatWaitsBesideARowThatStaysIsCommittedToo() {
        store.update(
                List.of(item("p")),
                (current, batch) -> {
                    batch.putWaiting(waiting("p", 1), row(NOW + 1, "waits"));
                    batch.increment(ITEMS, 3);
                    return null;
                });
        assertEquals(Optional.of("waits"), get(waiting("p", 1)));
        assertEquals(Optional.empty(), get(item("p")));
        commit("p", 2, 1);
        store.update(
                List.of(item("p")),
                (current, batch) -> {
                    batch.putWaiting(waiting("p", 3), row(NOW + 3, "waits"));
                    return null;
                });
        assertEquals(Optional.of("2"), get(item("p")));
        assertEquals(4, store.counters(ITEMS)[0]);
    }

    @Test
    void emptiesARangeOfWhatCameAndComes() {
        for (int version = 1; version <= 5; version++) {
            commit("p", version, 1);
            derive(put(key("q", "" + version), version, "v"));
        }
        RowRange waits = RowRange.all(ITEMS, bytes("p"), OTHER_KIND, false);
        RowRange derived = RowRange.all(SPACE, bytes("q"), KIND, false);
        empty(4, waits, derived);
        assertEquals(List.of("4=waits", "5=waits"), range(waits));
        assertEquals(List.of("4=v", "5=v"), range(derived));
        derive(put(key("q", "2"), 2, "late"), put(key("r", "2"), 2, "another partition"));
        assertEquals(List.of("4=v", "5=v"), range(derived));
        assertEquals(Optional.of("another partition"), get(key("r", "2")));
        assertEquals(Optional.of("5"), get(item("p")));
        empty(6, waits, derived);
        empty(4, waits, derived);
        assertEquals(List.of(), range(waits));
        assertEquals(List.of(), range(derived));
        commit("p", 7, 1);
        derive(put(key("q", "7"), 7, "v"));
        assertEquals(List.of("7=waits"), range(waits));
        assertEquals(List.of("7=v"), range(derived));
        assertEquals(6, store.counters(ITEMS)[0]);
    }

    /** All rows whose sort keys are less than a number, in partitions. */
    private void empty(int end, RowRange... partitions) {
        List<Store.Emptying> ranges = new ArrayList<>();
        for (RowRange all : partitions) {
            RowRange range =
                    new RowRange(
                            all.space(),
                            all.partition(),
                            all.kind(),
                            all.from(),
                            bytes("" + end),
                            false);
            ranges.add(new Store.Emptying(range, NOW + end - 1));
        }
        store.empty(ranges);
    }

    @Test
    void aDroppedSpaceIsFilledAgainWithOlderRows() {
        derive(put(key("a", "1"), 10, "old"), put(key("b", "1"), 10, "old"));
        derive(delete(key("c", "1"), 10));
        store.dropSpace(SPACE);
        assertEquals(List.of(), scan(SpaceScan.all(SPACE, KIND)));
        assertEquals(Optional.empty(), get(key("a", "1")));
        derive(put(key("a", "1"), 5, "new"), put(key("c", "1"), 5, "new"));
        assertEquals(Optional.of("new"), get(key("a", "1")));
        assertEquals(Optional.of("new"), get(key("c", "1")));
        assertEquals(2, scan(SpaceScan.all(SPACE, KIND)).size());
    }

    @Test
    void aSnapshotShowsWhatWasThereBefore() {
        derive(put(key("a", "1"), 1, "one"), put(key("b", "1"), 1, "one"));
        try (Snapshot snapshot = store.snapshot()) {
            derive(
                    put(key("a", "1"), 2, "two"),
                    delete(key("b", "1"), 2),
                    put(key("c", ""), 2, ""));
            Map<String, String> seen = new HashMap<>();
            snapshot.scan(
                    SpaceScan.all(SPACE, KIND),
                    (key, row) -> seen.put(text(key.partition()), text(row.payload())) == null);
            assertEquals(Map.of("a", "one", "b", "one"), seen);
        }
        assertEquals(Optional.of("two"), get(key("a", "1")));
        assertEquals(Optional.empty(), get(key("b", "1")));
    }

    /** All changes of some rows, told by several in orders of their own, some of them twice. */
    @Test
    void allOrdersEndWithTheSameRows() throws Exception {
        Random random = new Random(3);
        List<Change> changes = new ArrayList<>();
        Map<RowKey, Change> newest = new HashMap<>();
        for (int version = 1; version <= 240; version++) {
            RowKey key = key("p" + random.nextInt(3), "" + random.nextInt(8));
            Change change =
                    random.nextInt(3) == 0
                            ? delete(key, version)
                            : put(key, version, "v" + version);
            changes.add(change);
            newest.put(key, change);
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> told = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                List<Change> own = new ArrayList<>(changes);
                Collections.shuffle(own, new Random(thread));
                told.add(
                        threads.submit(() -> {
                            for (int from = 0; from < own.size(); from += 20) {
                                derive(own.subList(from, from + 20));
                            }
                        }));
            }
            for (Future<?> one : told) {
                one.get();
            }
        }
        newest.forEach((key, change) ->
                assertEquals(
                        change instanceof WriteBatch.Put put
                                ? Optional.of(text(put.row().payload()))
                                : Optional.empty(),
                        get(key),
                        key.toString()));
    }

    @Test
    void makesNothingAfterClose() {
        store.close();
        assertThrows(
                StoreException.Unavailable.class,
                () -> store.derive(List.of(put(key("a", ""), 1, "x"))));
    }
}
