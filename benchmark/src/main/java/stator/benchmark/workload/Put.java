package stator.benchmark.workload;

/** PutItem over an item that is there. */
record Put(Dataset data) implements Workload {
    @Override
    public String name() {
        return "put";
    }

    @Override
    public String operation() {
        return "PutItem";
    }

    @Override
    public String body(int number) {
        return "{\"TableName\":\"%s\",\"Item\":%s}"
                .formatted(BenchmarkTable.PLAIN.tableName(), Dataset.itemJson(data.item(number)));
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
