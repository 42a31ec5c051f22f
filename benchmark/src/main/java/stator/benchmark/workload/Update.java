package stator.benchmark.workload;

/**
 * UpdateItem that counts up and sets one attribute: a change each time, so that a stream gets a
 * record of it.
 */
record Update(Dataset data, BenchmarkTable table) implements Workload {
    @Override
    public String name() {
        return table == BenchmarkTable.STREAMED ? "streamed-update" : "update";
    }

    @Override
    public String operation() {
        return "UpdateItem";
    }

    @Override
    public String body(int number) {
        return """
        {"TableName":"%s","Key":%s,"UpdateExpression":"SET #t = :t ADD hits :one",\
        "ExpressionAttributeNames":{"#t":"touched"},\
        "ExpressionAttributeValues":{":t":{"S":"2026-11-21T10:17:51Z"},":one":{"N":"1"}}}\
        """
                .formatted(table.tableName(), Dataset.key(data.item(number)));
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
        return 1;
    }
}
