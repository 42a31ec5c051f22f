package stator.benchmark.workload;

/** A table that holds the whole {@link Dataset}. */
public enum BenchmarkTable {
    /** Without secondary indexes. */
    PLAIN("Benchmark", "", ""),

    /**
     * With one global index that readers use, over all attributes, and one that has the attribute
     * in its key which writers count up, so that every write moves its entry.
     */
    INDEXED(
            "IndexedBenchmark",
            """
            ,{"AttributeName":"state","AttributeType":"S"},{"AttributeName":"amount","AttributeType":"N"},\
            {"AttributeName":"revision","AttributeType":"N"}\
            """,
            """
            ,"GlobalSecondaryIndexes":[\
            {"IndexName":"%s","KeySchema":[{"AttributeName":"state","KeyType":"HASH"},{"AttributeName":"amount","KeyType":"RANGE"}],\
            "Projection":{"ProjectionType":"ALL"}},\
            {"IndexName":"by-revision","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"revision","KeyType":"RANGE"}],\
            "Projection":{"ProjectionType":"KEYS_ONLY"}}]\
            """
                    .formatted(BenchmarkTable.AMOUNT_INDEX)),

    /** Without secondary indexes, and with a stream that shows all of every change. */
    STREAMED(
            "StreamedBenchmark",
            "",
            """
            ,"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}\
            """);

    /** The index by state and amount, of {@link #INDEXED}. */
    static final String AMOUNT_INDEX = "by-amount";

    private final String tableName;
    private final String attributeDefinitions;
    private final String features;

    BenchmarkTable(String tableName, String attributeDefinitions, String features) {
        this.tableName = tableName;
        this.attributeDefinitions = attributeDefinitions;
        this.features = features;
    }

    public String tableName() {
        return tableName;
    }

    /** The body of CreateTable. */
    public String createRequest() {
        return """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",\
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"}%s],\
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]%s}\
        """
                .formatted(tableName, attributeDefinitions, features);
    }
}
