package stator.benchmark.workload;

import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Query of the items of one state and some amounts, in a global index. */
record IndexQuery(Dataset data) implements Workload {
    /** Amounts that one query covers; one in {@link Dataset#STATES} of them has the state. */
    private static final int SPAN = 2 * Dataset.STATES;

    @Override
    public String name() {
        return "index-query";
    }

    @Override
    public String operation() {
        return "Query";
    }

    @Override
    public BenchmarkTable table() {
        return BenchmarkTable.INDEXED;
    }

    @Override
    public String body(int number) {
        int first = firstAmount(number);
        return """
        {"TableName":"%s","IndexName":"%s","KeyConditionExpression":"#s = :s AND amount BETWEEN :a AND :b",\
        "ExpressionAttributeNames":{"#s":"state"},\
        "ExpressionAttributeValues":{":s":{"S":"%s"},":a":{"N":"%d"},":b":{"N":"%d"}}}\
        """
                .formatted(
                        table().tableName(),
                        BenchmarkTable.AMOUNT_INDEX,
                        Dataset.state(first),
                        first,
                        first + SPAN);
    }

    private int firstAmount(int number) {
        return Math.min(Dataset.amount(data.item(number)), Dataset.AMOUNTS - SPAN);
    }

    @Override
    public String problem(int number, String answer) {
        int first = firstAmount(number);
        int count = count(first);
        return Answers.requireAll(
                answer,
                "\"Count\":" + count,
                "\"ScannedCount\":" + count,
                "\"note\":{\"S\":\"" + Dataset.note(first) + "\"}",
                "\"note\":{\"S\":\"" + Dataset.note(first + Dataset.STATES) + "\"}");
    }

    @Override
    public String answer(int number) {
        StringJoiner items = new StringJoiner(",");
        int first = firstAmount(number);
        matching(first).forEach(item -> items.add(Dataset.itemJson(item)));
        int count = count(first);
        return "{\"Count\":%d,\"Items\":[%s],\"ScannedCount\":%d}".formatted(count, items, count);
    }

    @Override
    public int items() {
        return count(0);
    }

    private int count(int first) {
        return (int) matching(first).count();
    }

    /** An amount has 25 hundredths, so the last of the span lies outside. */
    private IntStream matching(int first) {
        return IntStream.iterate(
                        first, amount -> amount < first + SPAN, amount -> amount + Dataset.STATES)
                .flatMap(amount ->
                        IntStream.iterate(
                                amount,
                                item -> item < data.items(),
                                item -> item + Dataset.AMOUNTS));
    }
}
