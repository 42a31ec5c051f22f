package stator.benchmark.workload;

import java.util.StringJoiner;
import java.util.stream.IntStream;

/** BatchGetItem of items in as many partitions. */
record BatchGet(Dataset data) implements Workload {
    private static final int KEYS = 25;

    @Override
    public String name() {
        return "batch-get";
    }

    @Override
    public String operation() {
        return "BatchGetItem";
    }

    private IntStream itemsOf(int number) {
        return IntStream.range(number, number + KEYS).map(data::item);
    }

    @Override
    public String body(int number) {
        StringJoiner keys = new StringJoiner(",");
        itemsOf(number).forEach(item -> keys.add(Dataset.key(item)));
        return "{\"RequestItems\":{\"%s\":{\"Keys\":[%s]}}}"
                .formatted(BenchmarkTable.PLAIN.tableName(), keys);
    }

    @Override
    public String problem(int number, String answer) {
        if (Answers.count(answer, "\"note\":") != KEYS) {
            return "expected " + KEYS + " items";
        }
        return Answers.requireAll(
                answer,
                "\"UnprocessedKeys\":{}",
                "\"note\":{\"S\":\"" + Dataset.note(data.item(number)) + "\"}",
                "\"note\":{\"S\":\"" + Dataset.note(data.item(number + KEYS - 1)) + "\"}");
    }

    @Override
    public String answer(int number) {
        StringJoiner items = new StringJoiner(",");
        itemsOf(number).forEach(item -> items.add(Dataset.itemJson(item)));
        return "{\"Responses\":{\"%s\":[%s]},\"UnprocessedKeys\":{}}"
                .formatted(BenchmarkTable.PLAIN.tableName(), items);
    }

    @Override
    public int items() {
        return KEYS;
    }
}
