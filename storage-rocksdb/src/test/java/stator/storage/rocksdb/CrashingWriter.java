package stator.storage.rocksdb;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * The load that {@link CrashTest} kills. Each thread numbers its writes, and says so once one is
 * acknowledged. A write puts its number into the thread's head row and adds a row of that number to
 * each of two partitions.
 */
final class CrashingWriter {
    private static final int THREADS = 8;
    private static final int SPACE = 1;
    private static final byte KIND = 0;

    private CrashingWriter() {}

    public static void main(String[] arguments) {
        RocksSettings settings =
                new RocksSettings(Durability.parse(arguments[1]), 8 << 20, 1 << 20, 1 << 20);
        Store store = RocksStore.open(Path.of(arguments[0]), settings);
        PrintStream out = System.out;
        out.println("ready");
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            Thread.ofPlatform().start(() -> writeForever(store, number, out));
        }
    }

    private static void writeForever(Store store, int thread, PrintStream out) {
        while (true) {
            long number = writeNext(store, thread);
            synchronized (out) {
                out.println(thread + " " + number);
                out.flush();
            }
        }
    }

    private static long writeNext(Store store, int thread) {
        return store.update(
                List.of(head(thread)),
                (current, batch) -> {
                    long number = number(current.getFirst()) + 1;
                    batch.put(head(thread), row(number, Long.toString(number)));
                    for (String side : List.of("left", "right")) {
                        batch.put(entry(side, thread, number), row(number, "x".repeat(500)));
                    }
                    batch.increment(SPACE, 2, number);
                    return number;
                });
    }

    private static RowKey head(int thread) {
        return new RowKey(SPACE, ascii("head" + thread), KIND, new byte[0]);
    }

    private static RowKey entry(String side, int thread, long number) {
        byte[] sort = ascii(String.format("%012d", number));
        return new RowKey(SPACE, ascii(side + thread), KIND, sort);
    }

    private static Row row(long number, String payload) {
        return new Row(number, ascii(payload));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static long number(Optional<Row> row) {
        return row.map(r -> Long.parseLong(new String(r.payload(), StandardCharsets.US_ASCII)))
                .orElse(0L);
    }

    /** What has been acknowledged so far, over all crashes. */
    static final class Progress {
        private final long[] acknowledged = new long[THREADS];

        /** Takes a line of the load; false for one that was cut off. */
        boolean acknowledge(String line) {
            if (!line.matches("[0-9]+ [0-9]+")) {
                return false;
            }
            String[] words = line.split(" ");
            int thread = Integer.parseInt(words[0]);
            long number = Long.parseLong(words[1]);
            // A line that was cut off in the middle of the number looks like an older number.
            acknowledged[thread] = Math.max(acknowledged[thread], number);
            return true;
        }

        /** Compares a store with what was acknowledged, and takes over what it has beyond that. */
        void verify(Store store) {
            long sum = 0;
            long entries = 0;
            long highest = 0;
            for (int thread = 0; thread < THREADS; thread++) {
                long head = number(store.get(head(thread), Consistency.STRONG));
                check(head >= acknowledged[thread], "lost", thread, head);
                check(head <= acknowledged[thread] + 1, "never sent", thread, head);
                checkEntries(store, "left", thread, head);
                checkEntries(store, "right", thread, head);
                acknowledged[thread] = head;
                entries += 2 * head;
                sum += head * (head + 1) / 2;
                highest = Math.max(highest, head);
            }
            long[] counters = Arrays.copyOf(store.counters(SPACE), 2);
            check(counters[0] == entries && counters[1] == sum, "counters", 0, counters[0]);
            check(store.highestVersion() == highest, "version", 0, store.highestVersion());
        }

        /** There are the numbers from 1 to the head's, and no others. */
        private void checkEntries(Store store, String side, int thread, long head) {
            long[] last = {0};
            store.range(
                    RowRange.all(SPACE, ascii(side + thread), KIND, false),
                    Consistency.STRONG,
                    (key, row) -> {
                        check(row.version() == last[0] + 1, "gap on the " + side, thread, last[0]);
                        last[0] = row.version();
                        return true;
                    });
            check(last[0] == head, "torn on the " + side, thread, last[0]);
        }

        private void check(boolean right, String what, int thread, long number) {
            if (!right) {
                throw new AssertionError(
                        what
                                + ": thread "
                                + thread
                                + " stands at "
                                + number
                                + ", acknowledged were "
                                + acknowledged[thread]);
            }
        }
    }
}
