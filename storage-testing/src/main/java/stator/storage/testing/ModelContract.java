package stator.storage.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;

/**
 * Random operations on a store and on a naive model have equal results. The seed is printed when
 * they have not; {@code -Dseed=N} runs it again, {@code -Dsteps=N} runs longer.
 */
public abstract class ModelContract extends StoreContract {
    private static final String[] PARTITIONS = {
        "", "a", "b", "a\0", "ab", "\u00ff", "\u00ff\u00ff"
    };
    private static final String[] SORTS = {
        "", "\0", "a", "a\0", "b", "\u0080", "\u00ff", "\u00ff\u00ff"
    };
    private static final int SPACES = 3;
    private static final int KINDS = 2;

    private TreeMap<RowKey, Row> rows;
    private final Map<Integer, long[]> counters = new HashMap<>();
    private SplittableRandom random;
    private long version;
    private long highestVersion;

    /** How many operations to run; engines that wait for a disk say less. */
    protected int steps() {
        return 20_000;
    }

    /** Called now and then: the contents must be the same afterwards. */
    protected void reopen() {}

    @Test
    void behavesLikeASortedMap() {
        long seed = Long.getLong("seed", System.nanoTime());
        random = new SplittableRandom(seed);
        rows = new TreeMap<>(order());
        int steps = Integer.getInteger("steps", steps());
        for (int step = 0; step < steps; step++) {
            try {
                step();
            } catch (Throwable e) {
                throw new AssertionError("At step " + step + "; again with -Dseed=" + seed, e);
            }
        }
    }

    private Comparator<RowKey> order() {
        return Comparator.comparingInt(RowKey::space)
                .thenComparing(RowKey::kind)
                .thenComparing(this::token, Long::compareUnsigned)
                .thenComparing(RowKey::partition, Arrays::compareUnsigned)
                .thenComparing(RowKey::sort, Arrays::compareUnsigned);
    }

    private void step() {
        int choice = random.nextInt(1000);
        if (choice < 500) {
            update();
        } else if (choice < 700) {
            getAll();
        } else if (choice < 850) {
            range();
        } else if (choice < 970) {
            scan();
        } else if (choice < 990) {
            counters();
        } else if (choice < 997) {
            dropSpace();
        } else {
            reopen();
        }
    }

    private void update() {
        List<RowKey> keys = someKeys(3);
        List<RowKey> others = someKeys(2);
        boolean fails = random.nextInt(10) == 0;
        long[] deltas = random.longs(random.nextInt(4), -5, 6).toArray();
        int counted = random.nextInt(SPACES);
        Map<RowKey, Optional<Row>> changes = new HashMap<>();
        for (RowKey key : concat(keys, others)) {
            changes.put(key, random.nextInt(3) == 0 ? Optional.empty() : Optional.of(someRow()));
        }
        try {
            store.update(
                    keys,
                    (current, batch) -> {
                        assertEquals(texts(expected(keys)), texts(current));
                        changes.forEach((key, row) ->
                                row.ifPresentOrElse(
                                        found -> batch.put(key, found), () -> batch.delete(key)));
                        batch.increment(counted, deltas);
                        if (fails) {
                            throw new IllegalArgumentException("on purpose");
                        }
                        return null;
                    });
        } catch (IllegalArgumentException e) {
            return;
        }
        changes.forEach(this::apply);
        long[] before = counters.getOrDefault(counted, new long[4]);
        for (int i = 0; i < deltas.length; i++) {
            before[i] += deltas[i];
        }
        counters.put(counted, before);
    }

    private void apply(RowKey key, Optional<Row> row) {
        if (row.isEmpty()) {
            rows.remove(key);
            return;
        }
        rows.put(key, row.get());
        highestVersion = Math.max(highestVersion, row.get().version());
    }

    private void getAll() {
        List<RowKey> keys = someKeys(5);
        assertEquals(texts(expected(keys)), texts(store.getAll(keys)));
        for (RowKey key : keys) {
            assertEquals(
                    textOf(rows.get(key)), textOf(store.get(key, Consistency.STRONG).orElse(null)));
        }
    }

    private void range() {
        RowKey from = someKey();
        RowKey to = someKey();
        RowRange range =
                new RowRange(
                        from.space(),
                        from.partition(),
                        from.kind(),
                        from.sort(),
                        to.sort(),
                        random.nextBoolean());
        List<String> expected = new ArrayList<>();
        rows.forEach((key, row) -> {
            if (key.space() == range.space()
                    && key.kind() == range.kind()
                    && Arrays.equals(key.partition(), range.partition())
                    && Arrays.compareUnsigned(key.sort(), range.from()) >= 0
                    && (range.to().length == 0
                            || Arrays.compareUnsigned(key.sort(), range.to()) < 0)) {
                expected.add(key + " " + textOf(row));
            }
        });
        int limit = random.nextInt(1, 10);
        List<String> found = new ArrayList<>();
        store.range(
                range,
                Consistency.STRONG,
                (key, row) -> {
                    found.add(key + " " + textOf(row));
                    return found.size() < limit;
                });
        List<String> ordered = range.reverse() ? expected.reversed() : expected;
        assertEquals(ordered.subList(0, Math.min(limit, ordered.size())), found);
    }

    private void scan() {
        RowKey after = random.nextBoolean() ? someKey() : null;
        int space = after == null ? random.nextInt(SPACES) : after.space();
        byte kind = after == null ? (byte) random.nextInt(KINDS) : after.kind();
        long from = random.nextBoolean() ? 0 : store.token(space, bytes(some(PARTITIONS)));
        long to = random.nextBoolean() ? -1L : store.token(space, bytes(some(PARTITIONS)));
        List<RowKey> expected =
                rows.keySet().stream()
                        .filter(key -> key.space() == space && key.kind() == kind)
                        .filter(key -> Long.compareUnsigned(token(key), from) >= 0)
                        .filter(key -> Long.compareUnsigned(token(key), to) <= 0)
                        .filter(key -> after == null || rows.comparator().compare(key, after) > 0)
                        .toList();
        assertEquals(expected, scan(new SpaceScan(space, kind, from, to, after)));
    }

    private void counters() {
        for (int space = 0; space < SPACES; space++) {
            long[] expected = counters.getOrDefault(space, new long[4]);
            assertArrayEquals(expected, Arrays.copyOf(store.counters(space), 4));
        }
        assertEquals(highestVersion, store.highestVersion());
    }

    private void dropSpace() {
        int space = random.nextInt(SPACES);
        store.dropSpace(space);
        rows.keySet().removeIf(key -> key.space() == space);
        counters.remove(space);
    }

    private List<Optional<Row>> expected(List<RowKey> keys) {
        return keys.stream().map(key -> Optional.ofNullable(rows.get(key))).toList();
    }

    private static List<String> texts(List<Optional<Row>> rows) {
        return rows.stream().map(row -> textOf(row.orElse(null))).toList();
    }

    private static String textOf(Row row) {
        return row == null ? "-" : row.version() + ":" + text(row.payload());
    }

    private List<RowKey> someKeys(int max) {
        int count = random.nextInt(max + 1);
        return random.ints(count).mapToObj(i -> someKey()).distinct().toList();
    }

    private static List<RowKey> concat(List<RowKey> first, List<RowKey> second) {
        List<RowKey> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private RowKey someKey() {
        return new RowKey(
                random.nextInt(SPACES),
                bytes(some(PARTITIONS)),
                (byte) random.nextInt(KINDS),
                bytes(some(SORTS)));
    }

    private Row someRow() {
        version++;
        return row(version, "payload " + version);
    }

    private String some(String[] texts) {
        return texts[random.nextInt(texts.length)];
    }
}
