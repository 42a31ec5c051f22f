package stator.benchmark.growth;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import stator.benchmark.workload.Answers;
import stator.benchmark.workload.Workload;

/** The requests that are made at each size; each checks that it gets what it asked for. */
public enum GrowthWorkload {
    GET("GetItem", 1) {
        @Override
        String body(GrowthData data, int number) {
            return "{\"TableName\":\"%s\",\"Key\":%s}"
                    .formatted(data.table(), GrowthData.key(data.item(number)));
        }

        @Override
        List<String> parts(GrowthData data, int number) {
            return List.of(data.value(data.item(number)));
        }
    },
    PUT("PutItem", 1) {
        @Override
        String body(GrowthData data, int number) {
            return "{\"TableName\":\"%s\",\"Item\":%s}"
                    .formatted(data.table(), data.item(data.item(number), ""));
        }
    },
    UPDATE("UpdateItem", 1) {
        @Override
        String body(GrowthData data, int number) {
            return "{" + countUp(data, data.item(number)) + "}";
        }
    },
    QUERY("Query", GrowthData.ITEMS_PER_PARTITION) {
        @Override
        String body(GrowthData data, int number) {
            return """
            {"TableName":"%s","Limit":%d,"KeyConditionExpression":"pk = :p",\
            "ExpressionAttributeValues":{":p":{"S":"%s"}}}\
            """
                    .formatted(data.table(), items(data), GrowthData.partition(data.item(number)));
        }
    },
    SCAN("Scan", 50) {
        @Override
        String body(GrowthData data, int number) {
            return "{\"TableName\":\"%s\",\"Limit\":%d,\"ExclusiveStartKey\":%s}"
                    .formatted(data.table(), items(data), GrowthData.key(data.item(number)));
        }

        /** A page that begins near the end of the table is shorter. */
        @Override
        List<String> parts(GrowthData data, int number) {
            return List.of("\"ScannedCount\":");
        }
    },
    /** A put, two updates and a check, in four partitions. */
    TRANSACT_WRITE("TransactWriteItems", 4) {
        @Override
        String body(GrowthData data, int number) {
            int[] items = items(data, number).toArray();
            String checked =
                    "\"TableName\":\"%s\",\"Key\":%s,\"ConditionExpression\":\"attribute_exists(pk)\""
                            .formatted(data.table(), GrowthData.key(items[3]));
            return """
            {"TransactItems":[{"Put":{"TableName":"%s","Item":%s}},{"Update":{%s}},{"Update":{%s}},\
            {"ConditionCheck":{%s}}]}\
            """
                    .formatted(
                            data.table(),
                            data.item(items[0], ""),
                            countUp(data, items[1]),
                            countUp(data, items[2]),
                            checked);
        }
    },
    /** Four items in four partitions. */
    TRANSACT_GET("TransactGetItems", 4) {
        @Override
        String body(GrowthData data, int number) {
            StringJoiner gets = new StringJoiner(",");
            items(data, number)
                    .forEach(item ->
                            gets.add(
                                    "{\"Get\":{\"TableName\":\"%s\",\"Key\":%s}}"
                                            .formatted(data.table(), GrowthData.key(item))));
            return "{\"TransactItems\":[%s]}".formatted(gets);
        }

        @Override
        List<String> parts(GrowthData data, int number) {
            return items(data, number).mapToObj(data::value).toList();
        }
    },
    INDEX_QUERY("Query", GrowthData.ITEMS_PER_PARTITION) {
        @Override
        String body(GrowthData data, int number) {
            return """
            {"TableName":"%s","IndexName":"%s","Limit":%d,"KeyConditionExpression":"grp = :g",\
            "ExpressionAttributeValues":{":g":{"S":"%s"}}}\
            """
                    .formatted(
                            data.table(),
                            GrowthData.INDEX,
                            items(data),
                            data.group(data.item(number)));
        }
    },
    LOAD("BatchWriteItem", 25) {
        @Override
        String body(GrowthData data, int number) {
            StringJoiner puts = new StringJoiner(",");
            int first = number * items();
            for (int item = first; item < Math.min(first + items(), data.items()); item++) {
                puts.add("{\"PutRequest\":{\"Item\":" + data.item(item, "") + "}}");
            }
            return "{\"RequestItems\":{\"" + data.table() + "\":[" + puts + "]}}";
        }

        @Override
        List<String> parts(GrowthData data, int number) {
            return List.of("\"UnprocessedItems\":{}");
        }
    };

    /** Those that need nothing but the loaded table. */
    static final List<GrowthWorkload> OF_TABLE =
            List.of(GET, PUT, UPDATE, QUERY, SCAN, TRANSACT_WRITE, TRANSACT_GET);

    /** Those that show how well reads are served from memory; updates read, too. */
    static final List<GrowthWorkload> OF_CACHE = List.of(GET, UPDATE, QUERY, INDEX_QUERY);

    private final String operation;
    private final int items;

    GrowthWorkload(String operation, int items) {
        this.operation = operation;
        this.items = items;
    }

    int items() {
        return items;
    }

    /** How many items an answer has that is one page. */
    int items(GrowthData data) {
        return data.page(items);
    }

    /** The items of a transaction. */
    IntStream items(GrowthData data, int number) {
        return IntStream.range(number * items, (number + 1) * items).map(data::item);
    }

    /**
     * How many different requests there are over some data. Two transactions that are under way at
     * a time have no item in common.
     */
    int requests(GrowthData data) {
        return this == TRANSACT_WRITE || this == TRANSACT_GET ? data.items() / items : data.items();
    }

    abstract String body(GrowthData data, int number);

    /** What must be in the answer. */
    List<String> parts(GrowthData data, int number) {
        return operation.equals("Query") ? List.of("\"Count\":" + items(data) + ",") : List.of("{");
    }

    private static String countUp(GrowthData data, int item) {
        return """
        "TableName":"%s","Key":%s,"UpdateExpression":"ADD hits :one",\
        "ExpressionAttributeValues":{":one":{"N":"1"}}\
        """
                .formatted(data.table(), GrowthData.key(item));
    }

    /** The name in the report. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The workload over some data. */
    public Workload over(GrowthData data) {
        return new Over(this, data);
    }

    private record Over(GrowthWorkload workload, GrowthData data) implements Workload {
        @Override
        public String name() {
            return workload.label();
        }

        @Override
        public String operation() {
            return workload.operation;
        }

        @Override
        public String body(int number) {
            return workload.body(data, number);
        }

        @Override
        public String problem(int number, String answer) {
            return Answers.requireAll(answer, workload.parts(data, number).toArray(String[]::new));
        }

        @Override
        public String answer(int number) {
            return String.join("", workload.parts(data, number));
        }

        @Override
        public int items() {
            return workload.items;
        }
    }
}
