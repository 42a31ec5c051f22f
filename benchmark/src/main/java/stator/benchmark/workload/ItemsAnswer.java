package stator.benchmark.workload;

import java.util.StringJoiner;

/** Writes what Query and Scan answer. */
final class ItemsAnswer {
    private ItemsAnswer() {}

    /**
     * The answer that holds every {@code step}-th item from {@code first} up to before {@code end}.
     */
    static String of(int scanned, int first, int end, int step) {
        StringJoiner items = new StringJoiner(",");
        int count = 0;
        for (int item = first; item < end; item += step) {
            items.add(Dataset.itemJson(item));
            count++;
        }
        return "{\"Count\":%d,\"Items\":[%s],\"ScannedCount\":%d}".formatted(count, items, scanned);
    }
}
