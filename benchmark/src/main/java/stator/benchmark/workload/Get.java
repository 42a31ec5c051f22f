package stator.benchmark.workload;

/** GetItem of a whole item, eventually consistent, as the SDKs send it by default. */
public record Get(Dataset data) implements Workload {
    @Override
    public String name() {
        return "get";
    }

    @Override
    public String operation() {
        return "GetItem";
    }

    @Override
    public String body(int number) {
        return "{\"TableName\":\"%s\",\"Key\":%s}"
                .formatted(BenchmarkTable.PLAIN.tableName(), Dataset.key(data.item(number)));
    }

    @Override
    public String problem(int number, String answer) {
        int item = data.item(number);
        return Answers.requireAll(
                answer,
                "{\"S\":\"" + Dataset.partitionKey(item) + "\"}",
                "{\"N\":\"" + Dataset.sortKey(item) + "\"}",
                "\"note\":{\"S\":\"" + Dataset.note(item) + "\"}");
    }

    @Override
    public String answer(int number) {
        return "{\"Item\":" + Dataset.itemJson(data.item(number)) + "}";
    }

    @Override
    public int items() {
        return 1;
    }
}
