package stator.benchmark.workload;

/** ExecuteStatement that selects one item by its whole key. */
record StatementGet(Dataset data) implements Workload {
    @Override
    public String name() {
        return "statement-get";
    }

    @Override
    public String operation() {
        return "ExecuteStatement";
    }

    @Override
    public String body(int number) {
        int item = data.item(number);
        return """
        {"Statement":"SELECT * FROM \\"%s\\" WHERE pk = ? AND sk = ?","Parameters":[{"S":"%s"},{"N":"%d"}]}\
        """
                .formatted(
                        BenchmarkTable.PLAIN.tableName(),
                        Dataset.partitionKey(item),
                        Dataset.sortKey(item));
    }

    @Override
    public String problem(int number, String answer) {
        return new Get(data).problem(number, answer);
    }

    @Override
    public String answer(int number) {
        return "{\"Items\":[" + Dataset.itemJson(data.item(number)) + "]}";
    }

    @Override
    public int items() {
        return 1;
    }
}
