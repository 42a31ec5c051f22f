package stator.operation.random;

import java.util.Random;
import java.util.function.Predicate;

/** A key condition of a Query on a table or index, and what it means. */
record RandomKeyCondition(String text, Predicate<Attributes> holds) {
    static RandomKeyCondition any(NaiveTable.Index index, Random random, Values values) {
        RandomKeyCondition condition = new RandomKeyCondition("", item -> true);
        for (String attribute : index.hash()) {
            condition = condition.and(equality(attribute, random, values));
        }
        for (String attribute : index.range()) {
            boolean isLast = random.nextBoolean();
            if (random.nextInt(4) == 0) {
                return condition;
            }
            if (isLast && NaiveTable.TYPES.get(attribute).equals("N")) {
                return condition.and(range(attribute, random, values));
            }
            condition = condition.and(equality(attribute, random, values));
        }
        return condition;
    }

    private RandomKeyCondition and(RandomKeyCondition other) {
        return text.isEmpty()
                ? other
                : new RandomKeyCondition(text + " AND " + other.text, holds.and(other.holds));
    }

    private static RandomKeyCondition equality(String attribute, Random random, Values values) {
        if (NaiveTable.TYPES.get(attribute).equals("N")) {
            int number = random.nextInt(6) - 2;
            return new RandomKeyCondition(
                    attribute + " = " + values.bind(Json.number(number)),
                    item -> item.number(attribute) == number);
        }
        String text = attribute.equals("g") ? "g" + random.nextInt(2) : RandomRequests.pk(random);
        return new RandomKeyCondition(
                attribute + " = " + values.bind(Json.text(text)),
                item -> item.text(attribute).equals(text));
    }

    private static RandomKeyCondition range(String attribute, Random random, Values values) {
        int low = random.nextInt(8) - 3;
        int high = low + random.nextInt(4);
        String bound = values.bind(Json.number(low));
        return switch (random.nextInt(5)) {
            case 0 -> number(attribute, " < " + bound, n -> n < low);
            case 1 -> number(attribute, " <= " + bound, n -> n <= low);
            case 2 -> number(attribute, " > " + bound, n -> n > low);
            case 3 -> number(attribute, " >= " + bound, n -> n >= low);
            default ->
                    number(
                            attribute,
                            " BETWEEN " + bound + " AND " + values.bind(Json.number(high)),
                            n -> low <= n && n <= high);
        };
    }

    private static RandomKeyCondition number(
            String attribute, String comparison, Predicate<Integer> holds) {
        return new RandomKeyCondition(
                attribute + comparison, item -> holds.test(item.number(attribute)));
    }
}
