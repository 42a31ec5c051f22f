package stator.benchmark.workload;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** ExecuteStatement that selects one whole partition. */
record StatementQuery(Dataset data) implements Workload {
    @Override
    public String name() {
        return "statement-query";
    }

    @Override
    public String operation() {
        return "ExecuteStatement";
    }

    @Override
    public String body(int number) {
        return """
        {"Statement":"SELECT * FROM \\"%s\\" WHERE pk = ?","Parameters":[{"S":"%s"}]}\
        """
                .formatted(
                        BenchmarkTable.PLAIN.tableName(), Dataset.partitionKey(data.item(number)));
    }

    @Override
    public String problem(int number, String answer) {
        int first = firstOfPartition(number);
        return Answers.requireAll(
                answer,
                "\"note\":{\"S\":\"" + Dataset.note(first) + "\"}",
                "\"note\":{\"S\":\"" + Dataset.note(first + items() - 1) + "\"}");
    }

    @Override
    public String answer(int number) {
        int first = firstOfPartition(number);
        String items =
                IntStream.range(first, first + items())
                        .mapToObj(Dataset::itemJson)
                        .collect(Collectors.joining(","));
        return "{\"Items\":[" + items + "]}";
    }

    @Override
    public int items() {
        return Dataset.ITEMS_PER_PARTITION;
    }

    private int firstOfPartition(int number) {
        int item = data.item(number);
        return item - Dataset.sortKey(item);
    }
}
