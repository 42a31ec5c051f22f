package stator.benchmark.workload;

/** Query of one whole partition. */
record Query(Dataset data) implements Workload {
    @Override
    public String name() {
        return "query";
    }

    @Override
    public String operation() {
        return "Query";
    }

    @Override
    public String body(int number) {
        return """
        {"TableName":"%s","KeyConditionExpression":"pk = :p","ExpressionAttributeValues":{":p":{"S":"%s"}}}\
        """
                .formatted(
                        BenchmarkTable.PLAIN.tableName(), Dataset.partitionKey(data.item(number)));
    }

    @Override
    public String problem(int number, String answer) {
        int first = firstOfPartition(number);
        return Answers.requireAll(
                answer,
                "\"Count\":" + items(),
                "\"ScannedCount\":" + items(),
                "\"note\":{\"S\":\"" + Dataset.note(first) + "\"}",
                "\"note\":{\"S\":\"" + Dataset.note(first + items() - 1) + "\"}");
    }

    private int firstOfPartition(int number) {
        int item = data.item(number);
        return item - Dataset.sortKey(item);
    }

    @Override
    public String answer(int number) {
        int first = firstOfPartition(number);
        return ItemsAnswer.of(items(), first, first + items(), 1);
    }

    @Override
    public int items() {
        return Dataset.ITEMS_PER_PARTITION;
    }
}
