package stator.benchmark.growth;

import java.util.Random;

/**
 * A table whose items are of one size, in partitions of {@value #ITEMS_PER_PARTITION}, and fall
 * into groups of as many in its index; each group has items of many partitions.
 *
 * <p>Item number {@code n} is always the same.
 *
 * @param valueBytes the length of each item's value
 * @param compressible whether the value repeats itself, or is of random letters
 */
public record GrowthData(int items, int valueBytes, boolean compressible) {
    static final String TABLE = "Growth";
    static final String INDEX = "by-group";
    public static final int ITEMS_PER_PARTITION = 20;

    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

    /** A prime, so that requests wander over the whole table. */
    private static final long STRIDE = 15_485_863;

    public GrowthData {
        if (items < 1000 || items % ITEMS_PER_PARTITION != 0) {
            throw new IllegalArgumentException(
                    "a size is a multiple of " + ITEMS_PER_PARTITION + ", and 1000 or more");
        }
        if (valueBytes < 20 || valueBytes > 40_000) {
            throw new IllegalArgumentException(
                    "a value has between 20 and 40000 bytes, so that a query's answer is one page");
        }
    }

    int partitions() {
        return items / ITEMS_PER_PARTITION;
    }

    /** The item that request {@code number} is about. */
    int item(int number) {
        return Math.floorMod(number * STRIDE, items);
    }

    public static String partition(int item) {
        return "p%08d".formatted(item / ITEMS_PER_PARTITION);
    }

    public String group(int item) {
        return "g%08d".formatted(item % partitions());
    }

    static String key(int item) {
        return "{\"pk\":{\"S\":\"%s\"},\"sk\":{\"N\":\"%d\"}}"
                .formatted(partition(item), item % ITEMS_PER_PARTITION);
    }

    String item(int item, String more) {
        String key = key(item);
        return key.substring(0, key.length() - 1)
                + ",\"grp\":{\"S\":\"%s\"},\"val\":{\"S\":\"%s\"}%s}"
                        .formatted(group(item), value(item), more);
    }

    public String value(int item) {
        if (compressible) {
            String word = "item " + item + " ";
            return word.repeat(valueBytes / word.length() + 1).substring(0, valueBytes);
        }
        Random random = new Random(item);
        StringBuilder value = new StringBuilder(valueBytes);
        while (value.length() < valueBytes) {
            value.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return value.toString();
    }

    static String createRequest() {
        return """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",\
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}],\
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}\
        """
                .formatted(TABLE);
    }

    /** The body of UpdateTable that adds the index. */
    static String indexRequest() {
        return """
        {"TableName":"%s","AttributeDefinitions":[{"AttributeName":"grp","AttributeType":"S"},\
        {"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}],\
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"%s",\
        "KeySchema":[{"AttributeName":"grp","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],\
        "Projection":{"ProjectionType":"ALL"}}}]}\
        """
                .formatted(TABLE, INDEX);
    }
}
