package stator.benchmark.workload;

import java.util.StringJoiner;
import java.util.stream.IntStream;

/** BatchWriteItem of as many puts as AWS allows, in as many partitions. */
public record BatchWrite(Dataset data, BenchmarkTable table) implements Workload {
    public static final int PUTS = 25;

    @Override
    public String name() {
        return "batch-write";
    }

    @Override
    public String operation() {
        return "BatchWriteItem";
    }

    @Override
    public String body(int number) {
        return body(IntStream.range(number, number + PUTS).map(data::item));
    }

    public String body(IntStream items) {
        StringJoiner puts = new StringJoiner(",");
        items.forEach(
                item -> puts.add("{\"PutRequest\":{\"Item\":" + Dataset.itemJson(item) + "}}"));
        return "{\"RequestItems\":{\"%s\":[%s]}}".formatted(table.tableName(), puts);
    }

    @Override
    public String problem(int number, String answer) {
        return Answers.requireEqual(answer, answer(number));
    }

    @Override
    public String answer(int number) {
        return "{\"UnprocessedItems\":{}}";
    }

    @Override
    public int items() {
        return PUTS;
    }
}
