package stator.benchmark.workload;

/** TransactWriteItems of four items in four partitions: a put, two updates and a check. */
record TransactWrite(Dataset data) implements Workload {
    static final int ITEMS = 4;

    @Override
    public String name() {
        return "transact-write";
    }

    @Override
    public String operation() {
        return "TransactWriteItems";
    }

    @Override
    public String body(int number) {
        String table = BenchmarkTable.PLAIN.tableName();
        return """
        {"TransactItems":[\
        {"Put":{"TableName":"%s","Item":%s}},\
        {"Update":{"TableName":"%s","Key":%s,"UpdateExpression":"ADD hits :one","ExpressionAttributeValues":{":one":{"N":"1"}}}},\
        {"Update":{"TableName":"%s","Key":%s,"UpdateExpression":"SET touched = :t","ConditionExpression":"attribute_exists(pk)",\
        "ExpressionAttributeValues":{":t":{"S":"2026-11-21T10:17:51Z"}}}},\
        {"ConditionCheck":{"TableName":"%s","Key":%s,"ConditionExpression":"attribute_exists(pk)"}}]}\
        """
                .formatted(
                        table,
                        Dataset.itemJson(item(number, 0)),
                        table,
                        Dataset.key(item(number, 1)),
                        table,
                        Dataset.key(item(number, 2)),
                        table,
                        Dataset.key(item(number, 3)));
    }

    private int item(int number, int position) {
        return data.item(number * ITEMS + position);
    }

    @Override
    public String problem(int number, String answer) {
        return Answers.requireEqual(answer, "{}");
    }

    @Override
    public String answer(int number) {
        return "{}";
    }

    @Override
    public int items() {
        return ITEMS;
    }
}
