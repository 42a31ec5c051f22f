package stator.benchmark.workload;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** TransactGetItems of four items in four partitions. */
record TransactGet(Dataset data) implements Workload {
    static final int ITEMS = 4;

    @Override
    public String name() {
        return "transact-get";
    }

    @Override
    public String operation() {
        return "TransactGetItems";
    }

    @Override
    public String body(int number) {
        return items(
                "{\"TransactItems\":[%s]}",
                number,
                item ->
                        "{\"Get\":{\"TableName\":\"%s\",\"Key\":%s}}"
                                .formatted(BenchmarkTable.PLAIN.tableName(), Dataset.key(item)));
    }

    @Override
    public String problem(int number, String answer) {
        String[] notes =
                items(number)
                        .mapToObj(item -> "\"note\":{\"S\":\"" + Dataset.note(item) + "\"}")
                        .toArray(String[]::new);
        return Answers.requireAll(answer, notes);
    }

    @Override
    public String answer(int number) {
        return items(
                "{\"Responses\":[%s]}",
                number, item -> "{\"Item\":" + Dataset.itemJson(item) + "}");
    }

    @Override
    public int items() {
        return ITEMS;
    }

    private IntStream items(int number) {
        return IntStream.range(number * ITEMS, (number + 1) * ITEMS).map(data::item);
    }

    private String items(String frame, int number, IntFunction<String> part) {
        return frame.formatted(items(number).mapToObj(part).collect(Collectors.joining(",")));
    }
}
