package stator.benchmark.growth;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * A table whose items are of one size, in partitions of {@value #ITEMS_PER_PARTITION}, and fall
 * into groups of as many in its index; each group has items of many partitions.
 *
 * <p>Item number {@code n} is always the same. All of them expired an hour ago, for whoever makes
 * {@value #EXPIRY} the attribute of time to live.
 *
 * @param table the name of the table
 * @param valueBytes the length of each item's value
 * @param compressible whether the value repeats itself, or is of random letters
 */
public record GrowthData(String table, int items, int valueBytes, boolean compressible) {
    /** The table that calls are measured on. */
    static final String TABLE = "Growth";

    static final String INDEX = "by-group";
    static final String EXPIRY = "exp";
    public static final int ITEMS_PER_PARTITION = 20;

    /** An answer has a megabyte at most. */
    private static final int PAGE_BYTES = 900_000;

    /** What an item has beside its value, roughly. */
    private static final int OVERHEAD_BYTES = 100;

    private static final long EXPIRED_SECOND =
            Instant.now().minus(Duration.ofHours(1)).getEpochSecond();

    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

    private static final int LETTER_BITS = 6;

    /** A prime, so that requests wander over the whole table. */
    private static final long STRIDE = 15_485_863;

    private static final String ZEROS = "00000000";

    public GrowthData {
        if (items < 1000 || items > 99_999_980 || items % ITEMS_PER_PARTITION != 0) {
            throw new IllegalArgumentException(
                    "a size is a multiple of "
                            + ITEMS_PER_PARTITION
                            + ", and between 1000 and 99999980");
        }
        if (valueBytes < 20 || valueBytes > 350_000) {
            throw new IllegalArgumentException("a value has between 20 and 350000 bytes");
        }
    }

    /** Of the table that calls are measured on. */
    public GrowthData(int items, int valueBytes, boolean compressible) {
        this(TABLE, items, valueBytes, compressible);
    }

    /** The first items, in another table. */
    GrowthData first(int count, String name) {
        return new GrowthData(name, Math.min(count, items), valueBytes, compressible);
    }

    /** What the values have together, and a little more. */
    long bytes() {
        return (long) items * (valueBytes + OVERHEAD_BYTES);
    }

    /** How the data is called in a report. */
    String label() {
        return "%,d × %,d B%s".formatted(items, valueBytes, compressible ? "" : " random");
    }

    int partitions() {
        return items / ITEMS_PER_PARTITION;
    }

    /**
     * How many items an answer is asked for, which has to be one page.
     *
     * @param wanted if they fit
     */
    int page(int wanted) {
        return Math.min(wanted, PAGE_BYTES / (valueBytes + OVERHEAD_BYTES));
    }

    /** The item that request {@code number} is about. */
    int item(int number) {
        return Math.floorMod(number * STRIDE, items);
    }

    public static String partition(int item) {
        return "p" + eightDigits(item / ITEMS_PER_PARTITION);
    }

    public String group(int item) {
        return "g" + eightDigits(item % partitions());
    }

    private static String eightDigits(int number) {
        String digits = Integer.toString(number);
        return ZEROS.substring(digits.length()) + digits;
    }

    static String key(int item) {
        return "{\"pk\":{\"S\":\""
                + partition(item)
                + "\"},\"sk\":{\"N\":\""
                + item % ITEMS_PER_PARTITION
                + "\"}}";
    }

    String item(int item, String more) {
        String key = key(item);
        return key.substring(0, key.length() - 1)
                + ",\"grp\":{\"S\":\""
                + group(item)
                + "\"},\""
                + EXPIRY
                + "\":{\"N\":\""
                + EXPIRED_SECOND
                + "\"},\"val\":{\"S\":\""
                + value(item)
                + "\"}"
                + more
                + "}";
    }

    public String value(int item) {
        if (compressible) {
            String word = "item " + item + " ";
            return word.repeat(valueBytes / word.length() + 1).substring(0, valueBytes);
        }
        SplittableRandom random = new SplittableRandom(item);
        StringBuilder value = new StringBuilder(valueBytes + Long.SIZE / LETTER_BITS);
        while (value.length() < valueBytes) {
            long bits = random.nextLong();
            for (int i = 0; i < Long.SIZE / LETTER_BITS; i++) {
                value.append(LETTERS.charAt((int) (bits & (LETTERS.length() - 1))));
                bits >>>= LETTER_BITS;
            }
        }
        return value.substring(0, valueBytes);
    }

    /** What tables have that are made by CreateTable or ImportTable: members of the request. */
    String definition() {
        return """
        "TableName":"%s","BillingMode":"PAY_PER_REQUEST",\
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}],\
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]\
        """
                .formatted(table);
    }

    /**
     * The body of UpdateTable that adds an index of the groups.
     *
     * @param projection ALL or KEYS_ONLY
     */
    String indexRequest(String index, String projection) {
        return """
        {"TableName":"%s","AttributeDefinitions":[{"AttributeName":"grp","AttributeType":"S"},\
        {"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}],\
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"%s",\
        "KeySchema":[{"AttributeName":"grp","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],\
        "Projection":{"ProjectionType":"%s"}}}]}\
        """
                .formatted(table, index, projection);
    }
}
