package stator.benchmark;

/** UpdateItem that counts up and sets one attribute. */
record Update(Dataset data) implements Workload {
    @Override
    public String name() {
        return "update";
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
                .formatted(BenchmarkTable.PLAIN.tableName(), Dataset.key(data.item(number)));
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
