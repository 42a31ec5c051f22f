package stator.benchmark.workload;

/** UpdateItem that changes entries of two indexes and moves that of one. */
record IndexedUpdate(Dataset data) implements Workload {
    @Override
    public String name() {
        return "indexed-update";
    }

    @Override
    public String operation() {
        return "UpdateItem";
    }

    @Override
    public BenchmarkTable table() {
        return BenchmarkTable.INDEXED;
    }

    @Override
    public String body(int number) {
        return """
        {"TableName":"%s","Key":%s,"UpdateExpression":"ADD revision :one",\
        "ExpressionAttributeValues":{":one":{"N":"1"}}}\
        """
                .formatted(table().tableName(), Dataset.key(data.item(number)));
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
