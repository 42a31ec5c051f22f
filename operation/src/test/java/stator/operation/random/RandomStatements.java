package stator.operation.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.operation.random.RandomRequests.CONDITION;
import static stator.operation.random.RandomRequests.OK;
import static stator.operation.random.RandomRequests.VALIDATION;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import stator.operation.random.NaiveTable.Index;
import stator.operation.random.NaiveTable.Problem;

/** PartiQL: ExecuteStatement, with parameters. */
final class RandomStatements {
    private final RandomRequests run;

    RandomStatements(RandomRequests run) {
        this.run = run;
    }

    void any() {
        switch (run.random.nextInt(5)) {
            case 0 -> insert();
            case 1 -> update();
            case 2 -> delete();
            default -> select();
        }
    }

    private List<Object> execute(String error, String statement, Values values, int limit) {
        Map<String, Object> request = Json.object("Statement", statement);
        values.into(request);
        if (limit > 0) {
            request.put("Limit", limit);
        }
        List<Object> items = new ArrayList<>();
        while (true) {
            Map<String, Object> body = run.expect(error, "ExecuteStatement", request);
            if (body.get("Items") instanceof List<?> found) {
                items.addAll(found);
            }
            if (!body.containsKey("NextToken")) {
                return items;
            }
            request.put("NextToken", body.get("NextToken"));
        }
    }

    private List<Object> execute(String error, String statement, Values values) {
        return execute(error, statement, values, 0);
    }

    private static String where(Attributes key, Values values) {
        return " WHERE "
                + key.all().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> e.getKey() + " = " + values.bind(e.getValue()))
                        .collect(Collectors.joining(" AND "));
    }

    private void insert() {
        NaiveTable table = run.anyTable();
        Attributes key = run.anyKey(table);
        Attributes item = RandomItems.any(key, run.random);
        Values values = new Values(true);
        String members =
                item.all().entrySet().stream()
                        .map(e -> "'" + e.getKey() + "': " + values.bind(e.getValue()))
                        .collect(Collectors.joining(", "));
        String error =
                table.problem(item) != Problem.NONE
                        ? VALIDATION
                        : table.get(key).isPresent() ? "DuplicateItemException" : OK;
        execute(error, "INSERT INTO \"" + table.name() + "\" VALUE {" + members + "}", values);
        if (error.equals(OK)) {
            table.put(item);
        }
    }

    private void update() {
        NaiveTable table = run.anyTable();
        Attributes key = run.anyKey(table);
        int number = run.random.nextInt(5);
        int kind = run.random.nextInt(3);
        Values values = new Values(true);
        String change =
                switch (kind) {
                    case 0 -> "SET c = c + " + values.bind(Json.number(number));
                    case 1 -> "SET c = " + values.bind(Json.number(number));
                    default -> "REMOVE c";
                };
        String statement = "UPDATE \"" + table.name() + "\" " + change + where(key, values);
        RandomCondition condition = RandomCondition.any(run.random, values);
        Optional<Attributes> before = table.get(key);
        boolean holds = before.isPresent() && run.holds(condition, before);
        boolean isPossible = kind != 0 || before.isPresent() && before.get().has("c");
        String error = !holds ? CONDITION : isPossible ? OK : VALIDATION;
        List<Object> items =
                execute(
                        error,
                        statement + " AND " + condition.text() + " RETURNING ALL NEW *",
                        values);
        if (!error.equals(OK)) {
            return;
        }
        Attributes after =
                switch (kind) {
                    case 0 ->
                            before.get().with("c", Json.number(before.get().number("c") + number));
                    case 1 -> before.get().with("c", Json.number(number));
                    default -> before.get().without("c");
                };
        table.put(after);
        assertEquals(List.of(after.all()), items);
    }

    private void delete() {
        NaiveTable table = run.anyTable();
        Attributes key = run.anyKey(table);
        Optional<Attributes> before = table.get(key);
        Values values = new Values(true);
        String statement = "DELETE FROM \"" + table.name() + "\"" + where(key, values);
        boolean holds = true;
        if (before.isPresent() && run.random.nextBoolean()) {
            RandomCondition condition = RandomCondition.any(run.random, values);
            statement += " AND " + condition.text();
            holds = run.holds(condition, before);
        }
        List<Object> items =
                execute(holds ? OK : CONDITION, statement + " RETURNING ALL OLD *", values);
        if (holds) {
            assertEquals(before.map(item -> List.of(item.all())).orElse(List.of()), items);
            table.delete(key);
        }
    }

    /** A query of a table or index, with a filter where all attributes are to be had. */
    private void select() {
        NaiveTable table = run.anyTable();
        List<String> names = table.readable();
        Index index = table.index(names.get(run.random.nextInt(names.size())));
        Values values = new Values(true);
        String from =
                "\""
                        + table.name()
                        + "\""
                        + (index.name().isEmpty() ? "" : ".\"" + index.name() + "\"");
        RandomKeyCondition key = RandomKeyCondition.any(index, run.random, values);
        String statement = "SELECT * FROM " + from + " WHERE " + key.text();
        RandomCondition filter = new RandomCondition("", item -> true);
        if (index.projected().isEmpty() && run.random.nextBoolean()) {
            filter = RandomCondition.any(run.random, values);
            statement += " AND " + filter.text();
        }
        List<Object> expected =
                table.entries(index).stream()
                        .filter(key.holds())
                        .filter(filter.holds())
                        .map(item -> (Object) item.all())
                        .toList();
        int limit = run.random.nextBoolean() ? 0 : 1 + run.random.nextInt(5);
        if (index.hash().size() > 1 || index.range().size() > 1) {
            // PartiQL has no words for keys of several attributes.
            execute(VALIDATION, statement, values, limit);
            return;
        }
        assertEquals(expected, execute(OK, statement, values, limit));
    }
}
