package stator.operation.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stator.operation.random.RandomRequests.OK;
import static stator.operation.random.RandomRequests.VALIDATION;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.operation.random.NaiveTable.Problem;

/** TransactWriteItems, with and without tokens, and TransactGetItems. */
final class RandomTransactions {
    private static final String CANCELED = "TransactionCanceledException";

    private final RandomRequests run;

    /** By the token, what was done under it. */
    private final Map<String, Done> done = new HashMap<>();

    private int tokens;

    /** A transaction that was applied. */
    private record Done(Map<String, Object> request, List<Action> actions) {}

    /**
     * An action of a transaction.
     *
     * @param shown the attributes that it shows
     * @param code why it cannot be done, or {@code None}
     */
    private record Action(
            NaiveTable table,
            Map<String, Object> request,
            Attributes shown,
            String code,
            Runnable effect) {
        /** What is wrong with it as the indexes are now. */
        Problem problem() {
            return table.problem(shown);
        }

        boolean isRight() {
            return problem() == Problem.NONE;
        }

        boolean isPossible() {
            return isRight() && code.equals("None");
        }
    }

    RandomTransactions(RandomRequests run) {
        this.run = run;
    }

    void write() {
        if (!done.isEmpty() && run.random.nextInt(6) == 0) {
            again();
            return;
        }
        List<Action> actions = new ArrayList<>();
        for (NaiveTable table : run.random.nextBoolean() ? List.of(run.composite) : run.both()) {
            run.distinctKeys(table).forEach(key -> actions.add(action(table, key)));
        }
        Map<String, Object> request =
                Json.object("TransactItems", actions.stream().map(Action::request).toList());
        boolean hasToken = run.random.nextInt(3) == 0;
        if (hasToken) {
            request.put("ClientRequestToken", "token" + tokens++ % 50);
        }
        String token = (String) request.get("ClientRequestToken");
        if (hasToken && done.containsKey(token)) {
            if (actions.stream().allMatch(Action::isRight)) {
                run.expect("IdempotentParameterMismatchException", "TransactWriteItems", request);
            }
            return;
        }
        decide(actions, request);
        if (hasToken && actions.stream().allMatch(Action::isPossible)) {
            done.put(token, new Done(request, actions));
        }
    }

    private void decide(List<Action> actions, Map<String, Object> request) {
        if (actions.stream().allMatch(Action::isPossible)) {
            run.expect(OK, "TransactWriteItems", request);
            actions.forEach(action -> action.effect.run());
        } else if (actions.stream().anyMatch(action -> action.table.hasEmptyKey(action.shown))) {
            run.expect(VALIDATION, "TransactWriteItems", request);
        } else {
            Map<String, Object> body = run.expect(CANCELED, "TransactWriteItems", request);
            if (actions.stream().allMatch(Action::isRight)) {
                assertEquals(
                        actions.stream().map(Action::code).toList(),
                        ((List<?>) body.get("CancellationReasons"))
                                .stream().map(reason -> ((Map<?, ?>) reason).get("Code")).toList());
            }
        }
    }

    /** What was done under a token is answered, and not done again. */
    private void again() {
        List<String> names = done.keySet().stream().sorted().toList();
        Done known = done.get(names.get(run.random.nextInt(names.size())));
        // A new index may not allow any longer what was written before.
        boolean isRight = known.actions.stream().allMatch(Action::isRight);
        run.expect(isRight ? OK : CANCELED, "TransactWriteItems", known.request);
    }

    private Action action(NaiveTable table, Attributes key) {
        Map<String, Object> inner = Json.object("TableName", table.name());
        Values values = new Values(false);
        return switch (run.random.nextInt(4)) {
            case 0 -> put(table, key, inner, values);
            case 1 -> update(table, key, inner, values);
            case 2 -> {
                RandomCondition condition = run.condition(inner, values);
                inner.put("Key", key.all());
                yield action(
                        "Delete",
                        table,
                        inner,
                        values,
                        Attributes.NONE,
                        code(run.holds(condition, table.get(key)), true),
                        () -> table.delete(key));
            }
            default -> {
                RandomCondition condition = RandomCondition.any(run.random, values);
                inner.put("ConditionExpression", condition.text());
                inner.put("Key", key.all());
                yield action(
                        "ConditionCheck",
                        table,
                        inner,
                        values,
                        Attributes.NONE,
                        code(run.holds(condition, table.get(key)), true),
                        () -> {});
            }
        };
    }

    private Action put(NaiveTable table, Attributes key, Map<String, Object> inner, Values values) {
        Attributes item = RandomItems.any(key, run.random);
        RandomCondition condition = run.condition(inner, values);
        inner.put("Item", item.all());
        return action(
                "Put",
                table,
                inner,
                values,
                item,
                code(run.holds(condition, table.get(key)), true),
                () -> table.put(item));
    }

    private Action update(
            NaiveTable table, Attributes key, Map<String, Object> inner, Values values) {
        RandomUpdate update = RandomUpdate.any(run.random, values);
        RandomCondition condition = run.condition(inner, values);
        inner.put("Key", key.all());
        inner.put("UpdateExpression", update.text());
        Optional<Attributes> before = table.get(key);
        Optional<Attributes> after = update.apply(before.orElse(key));
        boolean isStored = before.isPresent() || !update.onlyRemoves();
        return action(
                "Update",
                table,
                inner,
                values,
                new Attributes(update.set()),
                code(run.holds(condition, before), after.isPresent()),
                () -> after.filter(item -> isStored).ifPresent(table::put));
    }

    private static String code(boolean holds, boolean isPossible) {
        if (!holds) {
            return "ConditionalCheckFailed";
        }
        return isPossible ? "None" : "ValidationError";
    }

    private static Action action(
            String kind,
            NaiveTable table,
            Map<String, Object> inner,
            Values values,
            Attributes shown,
            String code,
            Runnable effect) {
        values.into(inner);
        return new Action(table, Json.object(kind, inner), shown, code, effect);
    }

    void get() {
        List<Object> gets = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (NaiveTable table : run.both()) {
            for (Attributes key : run.distinctKeys(table)) {
                gets.add(
                        Json.object(
                                "Get", Json.object("TableName", table.name(), "Key", key.all())));
                expected.add(
                        table.get(key)
                                .map(item -> Json.object("Item", item.all()))
                                .orElse(Json.object()));
            }
        }
        Map<String, Object> body =
                run.expect(OK, "TransactGetItems", Json.object("TransactItems", gets));
        assertTrue(expected.equals(body.get("Responses")), () -> "Expected " + expected);
    }
}
