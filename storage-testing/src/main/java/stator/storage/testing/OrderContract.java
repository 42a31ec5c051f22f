package stator.storage.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;

/** Ranges and scans. */
public abstract class OrderContract extends StoreContract {
    private Comparator<RowKey> scanOrder() {
        return Comparator.comparing((RowKey key) -> token(key), Long::compareUnsigned)
                .thenComparing(RowKey::partition, Arrays::compareUnsigned)
                .thenComparing(RowKey::sort, Arrays::compareUnsigned);
    }

    private void putSorts(String... sorts) {
        for (String sort : sorts) {
            put(key("p", sort), sort);
        }
    }

    private List<String> sorts(String from, String to, boolean reverse) {
        RowRange range = new RowRange(SPACE, bytes("p"), KIND, bytes(from), bytes(to), reverse);
        return range(range).stream().map(row -> row.substring(0, row.indexOf('='))).toList();
    }

    @Test
    void rangesHaveAnInclusiveStartAndAnExclusiveEnd() {
        putSorts("", "a", "aa", "b", "c");
        assertEquals(List.of("", "a", "aa", "b", "c"), sorts("", "", false));
        assertEquals(List.of("a", "aa"), sorts("a", "b", false));
        assertEquals(List.of("aa", "a"), sorts("a", "b", true));
        assertEquals(List.of("aa", "b", "c"), sorts("a\0", "", false));
        assertEquals(List.of("c", "b", "aa"), sorts("a\0", "", true));
        assertEquals(List.of(""), sorts("", "\0", false));
        assertEquals(List.of("aa", "a", ""), sorts("", "ab", true));
        assertEquals(List.of(), sorts("d", "", false));
        assertEquals(List.of(), sorts("d", "", true));
        assertEquals(List.of(), sorts("aab", "b", true));
    }

    @Test
    void emptyAndInvertedRangesShowNothing() {
        putSorts("a", "b", "c");
        for (boolean reverse : new boolean[] {false, true}) {
            assertEquals(List.of(), sorts("b", "b", reverse));
            assertEquals(List.of(), sorts("c", "a", reverse));
        }
    }

    @Test
    void rangesAreOrderedAsUnsignedBytes() {
        String[] ascending = {
            "",
            "\0",
            "\0\0",
            "\u0001",
            "\u007f",
            "\u0080",
            "\u00ff",
            "\u00ff\0",
            "\u00ff\u00ff",
            "\u00ff\u00ff\u00ff"
        };
        List<String> expected = new ArrayList<>(List.of(ascending));
        List<String> shuffled = new ArrayList<>(expected);
        Collections.shuffle(shuffled, new java.util.Random(4));
        putSorts(shuffled.toArray(String[]::new));
        assertEquals(expected, sorts("", "", false));
        assertEquals(
                List.of("\u00ff\u00ff", "\u00ff\u00ff\u00ff"), sorts("\u00ff\u00ff", "", false));
        assertEquals(List.of("\u00ff", "\u00ff\0"), sorts("\u00ff", "\u00ff\u00ff", false));
        Collections.reverse(expected);
        assertEquals(expected, sorts("", "", true));
    }

    @Test
    void rangesStayInTheirPartitionKindAndSpace() {
        putSorts("m");
        for (RowKey key :
                List.of(
                        key("o", "m"),
                        key("q", "m"),
                        key("", "m"),
                        key("p\0", ""),
                        key("p\0", "m"),
                        key("pm", ""),
                        new RowKey(SPACE, bytes("p"), OTHER_KIND, bytes("")),
                        new RowKey(SPACE, bytes("p"), OTHER_KIND, bytes("m")),
                        new RowKey(SPACE - 1, bytes("p"), KIND, bytes("m")),
                        new RowKey(SPACE + 1, bytes("p"), KIND, bytes("")))) {
            put(key, "neighbour");
        }
        assertEquals(List.of("m"), sorts("", "", false));
        assertEquals(List.of("m"), sorts("", "", true));
        assertEquals(List.of("m"), sorts("a", "", true));
        assertEquals(
                List.of("=neighbour", "m=neighbour"),
                range(RowRange.all(SPACE, bytes("p"), OTHER_KIND, false)));
        assertEquals(
                List.of("m=neighbour", "=neighbour"),
                range(RowRange.all(SPACE, bytes("p"), OTHER_KIND, true)));
        assertEquals(List.of(), range(RowRange.all(SPACE, bytes("none"), KIND, true)));
        assertEquals(List.of(), range(RowRange.all(SPACE + 7, bytes("p"), KIND, false)));
    }

    @Test
    void rangesDoNotShowDeletedRows() {
        putSorts("a", "b", "c");
        delete(key("p", "b"));
        assertEquals(List.of("a", "c"), sorts("", "", false));
        assertEquals(List.of("c", "a"), sorts("", "", true));
    }

    @Test
    void rangesShowTheLatestRow() {
        put(key("p", "a"), "old");
        put(key("p", "a"), "new");
        assertEquals(List.of("a=new"), range(RowRange.all(SPACE, bytes("p"), KIND, false)));
    }

    @Test
    void visitorsStopRangesAndScans() {
        putSorts("a", "b", "c", "d");
        for (boolean reverse : new boolean[] {false, true}) {
            List<String> seen = new ArrayList<>();
            store.range(
                    RowRange.all(SPACE, bytes("p"), KIND, reverse),
                    Consistency.EVENTUAL,
                    (key, row) -> {
                        seen.add(text(key.sort()));
                        return seen.size() < 2;
                    });
            assertEquals(reverse ? List.of("d", "c") : List.of("a", "b"), seen);
        }
        List<String> seen = new ArrayList<>();
        store.scan(
                SpaceScan.all(SPACE, KIND),
                Consistency.EVENTUAL,
                (key, row) -> {
                    seen.add(text(key.sort()));
                    return seen.size() < 3;
                });
        assertEquals(List.of("a", "b", "c"), seen);
    }

    @Test
    void visitorsGetTheWholeKeyAndRow() {
        RowKey key = key("p\0\u00ff", "s\0\u00ff");
        put(key, row(123, "payload"));
        store.range(
                RowRange.all(SPACE, key.partition(), KIND, true),
                Consistency.STRONG,
                (visited, row) -> {
                    assertEquals(key, visited);
                    assertEquals(123, row.version());
                    assertEquals("payload", text(row.payload()));
                    return true;
                });
        assertEquals(List.of(key), scan(SpaceScan.all(SPACE, KIND)));
    }

    @Test
    void scansGoInTheOrderOfTokenPartitionAndSort() {
        List<RowKey> expected = putMany();
        assertEquals(expected, scan(SpaceScan.all(SPACE, KIND)));
        assertEquals(1, scan(SpaceScan.all(SPACE, OTHER_KIND)).size());
        assertEquals(List.of(), scan(SpaceScan.all(SPACE + 9, KIND)));
    }

    @Test
    void scansOfSegmentsFormTheWhole() {
        List<RowKey> expected = putMany();
        for (int segments : new int[] {1, 2, 3, 7, 64}) {
            List<RowKey> all = new ArrayList<>();
            long width = Long.divideUnsigned(-1L, segments);
            for (int segment = 0; segment < segments; segment++) {
                long to = segment == segments - 1 ? -1L : (segment + 1) * width - 1;
                all.addAll(scan(new SpaceScan(SPACE, KIND, segment * width, to, null)));
            }
            assertEquals(expected, all, segments + " segments");
        }
    }

    @Test
    void scansIncludeBothEndTokens() {
        List<RowKey> expected = putMany();
        RowKey key = expected.get(expected.size() / 2);
        long token = token(key);
        List<RowKey> found = scan(new SpaceScan(SPACE, KIND, token, token, null));
        assertTrue(found.contains(key));
        assertTrue(found.stream().allMatch(k -> Arrays.equals(k.partition(), key.partition())));
    }

    @Test
    void scansResumeAfterAnyRow() {
        List<RowKey> expected = putMany();
        for (int i = 0; i < expected.size(); i += 7) {
            SpaceScan scan = new SpaceScan(SPACE, KIND, 0, -1L, expected.get(i));
            assertEquals(expected.subList(i + 1, expected.size()), scan(scan));
        }
    }

    @Test
    void scansResumeAfterADeletedRow() {
        List<RowKey> expected = putMany();
        RowKey gone = expected.get(50);
        delete(gone);
        assertEquals(
                expected.subList(51, expected.size()),
                scan(new SpaceScan(SPACE, KIND, 0, -1L, gone)));
        RowKey never = new RowKey(SPACE, gone.partition(), KIND, RowRange.after(gone.sort()));
        assertEquals(
                expected.subList(51, expected.size()),
                scan(new SpaceScan(SPACE, KIND, 0, -1L, never)));
    }

    @Test
    void scansResumeWithinTheirSegment() {
        List<RowKey> expected = putMany();
        RowKey after = expected.get(30);
        long from = token(after);
        long to = token(expected.get(100));
        List<RowKey> rest =
                expected.stream()
                        .skip(31)
                        .filter(key -> Long.compareUnsigned(token(key), to) <= 0)
                        .toList();
        assertEquals(rest, scan(new SpaceScan(SPACE, KIND, from, to, after)));
        assertEquals(List.of(), scan(new SpaceScan(SPACE, KIND, from, to, expected.getLast())));
    }

    @Test
    void scansThatResumeBeforeTheirSegmentStartWithIt() {
        List<RowKey> expected = putMany();
        RowKey first = expected.get(60);
        long from = token(first);
        List<RowKey> segment =
                expected.stream()
                        .filter(key -> Long.compareUnsigned(token(key), from) >= 0)
                        .toList();
        assertEquals(segment, scan(new SpaceScan(SPACE, KIND, from, -1L, expected.get(3))));
    }

    /** Rows of many partitions, some with several rows, and strangers; returns them in order. */
    private List<RowKey> putMany() {
        List<RowKey> keys = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String partition = "partition" + i;
            IntStream.range(0, i % 3 + 1)
                    .mapToObj(sort -> key(partition, sort == 0 ? "" : "\u00ff" + sort))
                    .forEach(keys::add);
        }
        keys.forEach(key -> put(key, "x"));
        put(new RowKey(SPACE, bytes("partition1"), OTHER_KIND, bytes("z")), "other kind");
        put(new RowKey(SPACE + 1, bytes("partition1"), KIND, bytes("z")), "other space");
        put(new RowKey(SPACE - 1, bytes("partition1"), KIND, bytes("z")), "other space");
        keys.sort(scanOrder());
        return keys;
    }
}
