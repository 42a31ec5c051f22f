package stator.benchmark.workload;

/** PutItem under the condition of optimistic locking; it always holds. */
record ConditionalPut(Dataset data) implements Workload {
    @Override
    public String name() {
        return "conditional-put";
    }

    @Override
    public String operation() {
        return "PutItem";
    }

    @Override
    public String body(int number) {
        return """
        {"TableName":"%s","Item":%s,"ConditionExpression":"attribute_exists(pk) AND #r = :r",\
        "ExpressionAttributeNames":{"#r":"revision"},"ExpressionAttributeValues":{":r":{"N":"1"}}}\
        """
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
