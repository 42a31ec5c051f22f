package stator.benchmark.workload;

import java.util.Random;

/**
 * What is in every {@link BenchmarkTable}: partitions of {@value #ITEMS_PER_PARTITION} items of
 * about 0.7 KB by AWS's item-size rule, under a string partition key and a numeric sort key.
 *
 * <p>Item number {@code n} always has the same key and the same content, in every process, so
 * answers can be checked without remembering what was written. Workloads that write either put this
 * same content again or touch only {@code hits}, {@code touched} and, in the table with indexes,
 * {@code revision}, which no reader checks.
 */
public record Dataset(int items) {
    static final int ITEMS_PER_PARTITION = 20;

    /**
     * {@code state} takes this many values in turn, so a filter for one value passes this fraction
     * of a partition.
     */
    static final int STATES = 4;

    /** A multiple of the states, so an amount goes with one state only. */
    static final int AMOUNTS = 1000;

    private static final int NOTE_CHARACTERS = 530;

    public Dataset {
        if (items < ITEMS_PER_PARTITION || items % ITEMS_PER_PARTITION != 0) {
            throw new IllegalArgumentException(
                    "items must be a multiple of " + ITEMS_PER_PARTITION);
        }
    }

    int partitions() {
        return items / ITEMS_PER_PARTITION;
    }

    /**
     * The item that request {@code number} is about: requests wander over the whole table, not in
     * the order of the keys.
     */
    int item(int number) {
        return Math.floorMod(number * 7919L, items);
    }

    static String partitionKey(int item) {
        return "customer#%06d".formatted(item / ITEMS_PER_PARTITION);
    }

    static int sortKey(int item) {
        return item % ITEMS_PER_PARTITION;
    }

    /** The whole part of {@code amount}, which takes {@value #AMOUNTS} values in turn. */
    static int amount(int item) {
        return item % AMOUNTS;
    }

    static String state(int item) {
        return "state-" + sortKey(item) % STATES;
    }

    /** The members of the key, without braces. */
    static String keyMembers(int item) {
        return "\"pk\":{\"S\":\"%s\"},\"sk\":{\"N\":\"%d\"}"
                .formatted(partitionKey(item), sortKey(item));
    }

    static String key(int item) {
        return "{" + keyMembers(item) + "}";
    }

    public static String itemJson(int item) {
        return """
        {%s,"revision":{"N":"1"},"hits":{"N":"0"},"amount":{"N":"%d.25"},"state":{"S":"%s"},\
        "email":{"S":"customer-%d@example.com"},"active":{"BOOL":true},"labels":{"SS":["blue","fragile","priority"]},\
        "address":{"M":{"street":{"S":"Long Street %d"},"city":{"S":"Springfield"},"zip":{"S":"%05d"}}},\
        "note":{"S":"%s"}}\
        """
                .formatted(
                        keyMembers(item),
                        amount(item),
                        state(item),
                        item,
                        item % 200,
                        item % 100_000,
                        note(item));
    }

    static String note(int item) {
        Random random = new Random(item);
        StringBuilder note = new StringBuilder(NOTE_CHARACTERS);
        while (note.length() < NOTE_CHARACTERS) {
            note.append((char) (random.nextInt(6) == 0 ? ' ' : 'a' + random.nextInt(26)));
        }
        return note.toString();
    }
}
