package stator.benchmark.workload;

/** One page of a Scan that starts after any item of the table. */
record Scan(Dataset data) implements Workload {
    private static final int LIMIT = 50;

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public String operation() {
        return "Scan";
    }

    @Override
    public String body(int number) {
        return "{\"TableName\":\"%s\",\"Limit\":%d,\"ExclusiveStartKey\":%s}"
                .formatted(BenchmarkTable.PLAIN.tableName(), LIMIT, Dataset.key(data.item(number)));
    }

    /**
     * Near the end of the table the page is short, and only there does it come without a
     * LastEvaluatedKey.
     */
    @Override
    public String problem(int number, String answer) {
        int found = Answers.count(answer, "\"note\":");
        boolean more = answer.contains("\"LastEvaluatedKey\":");
        if (found != LIMIT && more) {
            return "expected a full page of " + LIMIT + " items or the end of the table";
        }
        return Answers.requireAll(answer, "\"Count\":" + found, "\"ScannedCount\":" + found);
    }

    @Override
    public String answer(int number) {
        int first = Math.min(data.item(number), data.items() - LIMIT);
        return ItemsAnswer.of(LIMIT, first, first + LIMIT, 1);
    }

    @Override
    public int items() {
        return LIMIT;
    }
}
