package stator.benchmark.growth;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import stator.benchmark.workload.Answers;
import stator.benchmark.workload.Workload;

/** The requests that are made at each size; each checks that it gets what it asked for. */
public enum GrowthWorkload {
    GET("GetItem", 1) {
        @Override
        String body(GrowthData data, int number) {
            return "{\"TableName\":\"%s\",\"Key\":%s}"
                    .formatted(GrowthData.TABLE, GrowthData.key(data.item(number)));
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
                    .formatted(GrowthData.TABLE, data.item(data.item(number), ""));
        }
    },
    UPDATE("UpdateItem", 1) {
        @Override
        String body(GrowthData data, int number) {
            return """
            {"TableName":"%s","Key":%s,"UpdateExpression":"ADD hits :one",\
            "ExpressionAttributeValues":{":one":{"N":"1"}}}\
            """
                    .formatted(GrowthData.TABLE, GrowthData.key(data.item(number)));
        }
    },
    QUERY("Query", GrowthData.ITEMS_PER_PARTITION) {
        @Override
        String body(GrowthData data, int number) {
            return """
            {"TableName":"%s","KeyConditionExpression":"pk = :p",\
            "ExpressionAttributeValues":{":p":{"S":"%s"}}}\
            """
                    .formatted(GrowthData.TABLE, GrowthData.partition(data.item(number)));
        }
    },
    SCAN("Scan", 50) {
        @Override
        String body(GrowthData data, int number) {
            return "{\"TableName\":\"%s\",\"Limit\":50,\"ExclusiveStartKey\":%s}"
                    .formatted(GrowthData.TABLE, GrowthData.key(data.item(number)));
        }

        /** A page that begins near the end of the table is shorter. */
        @Override
        List<String> parts(GrowthData data, int number) {
            return List.of("\"ScannedCount\":");
        }
    },
    INDEX_QUERY("Query", GrowthData.ITEMS_PER_PARTITION) {
        @Override
        String body(GrowthData data, int number) {
            return """
            {"TableName":"%s","IndexName":"%s","KeyConditionExpression":"grp = :g",\
            "ExpressionAttributeValues":{":g":{"S":"%s"}}}\
            """
                    .formatted(GrowthData.TABLE, GrowthData.INDEX, data.group(data.item(number)));
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
            return "{\"RequestItems\":{\"%s\":[%s]}}".formatted(GrowthData.TABLE, puts);
        }

        @Override
        List<String> parts(GrowthData data, int number) {
            return List.of("\"UnprocessedItems\":{}");
        }
    };

    /** Those that need nothing but the loaded table. */
    static final List<GrowthWorkload> OF_TABLE = List.of(GET, PUT, UPDATE, QUERY, SCAN);

    private final String operation;
    private final int items;

    GrowthWorkload(String operation, int items) {
        this.operation = operation;
        this.items = items;
    }

    int items() {
        return items;
    }

    abstract String body(GrowthData data, int number);

    /** What must be in the answer. */
    List<String> parts(GrowthData data, int number) {
        return items == 1 ? List.of("{") : List.of("\"Count\":" + items + ",");
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
