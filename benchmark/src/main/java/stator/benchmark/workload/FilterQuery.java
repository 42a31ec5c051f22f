package stator.benchmark.workload;

/** Query of one partition with a filter that lets one item in {@value Dataset#STATES} pass. */
record FilterQuery(Dataset data) implements Workload {
    private static final int PASSING = Dataset.ITEMS_PER_PARTITION / Dataset.STATES;

    @Override
    public String name() {
        return "filter-query";
    }

    @Override
    public String operation() {
        return "Query";
    }

    @Override
    public String body(int number) {
        int item = data.item(number);
        return """
        {"TableName":"%s","KeyConditionExpression":"pk = :p AND sk BETWEEN :low AND :high",\
        "FilterExpression":"#s = :s AND amount >= :a AND contains(labels, :l)",\
        "ExpressionAttributeNames":{"#s":"state"},"ExpressionAttributeValues":{":p":{"S":"%s"},\
        ":low":{"N":"0"},":high":{"N":"1000"},":s":{"S":"%s"},":a":{"N":"0"},":l":{"S":"blue"}}}\
        """
                .formatted(
                        BenchmarkTable.PLAIN.tableName(),
                        Dataset.partitionKey(item),
                        Dataset.state(item));
    }

    @Override
    public String problem(int number, String answer) {
        return Answers.requireAll(
                answer,
                "\"Count\":" + PASSING,
                "\"ScannedCount\":" + items(),
                "\"note\":{\"S\":\"" + Dataset.note(data.item(number)) + "\"}");
    }

    @Override
    public String answer(int number) {
        int item = data.item(number);
        int firstOfPartition = item - Dataset.sortKey(item);
        int first = firstOfPartition + Dataset.sortKey(item) % Dataset.STATES;
        return ItemsAnswer.of(items(), first, firstOfPartition + items(), Dataset.STATES);
    }

    @Override
    public int items() {
        return Dataset.ITEMS_PER_PARTITION;
    }
}
