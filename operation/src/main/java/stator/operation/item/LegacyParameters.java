package stator.operation.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.expression.Condition;
import stator.expression.UpdateExpression;
import stator.expression.key.KeyConditionExpression;
import stator.expression.legacy.ComparisonOperator;
import stator.expression.legacy.ConditionalOperator;
import stator.expression.legacy.LegacyCondition;
import stator.expression.legacy.LegacyExpectation;
import stator.expression.legacy.LegacyUpdate;
import stator.operation.request.InvalidRequestException;
import stator.operation.request.RequestRule;
import stator.protocol.Struct;

/**
 * The legacy parameters (Expected, AttributeUpdates, KeyConditions, QueryFilter, ScanFilter,
 * ConditionalOperator), read into the forms that expressions have too.
 */
final class LegacyParameters {
    private LegacyParameters() {}

    /** Checks that a ConditionalOperator has something to join. */
    static void requireConditionsToJoin(Struct request, String conditionsMember) {
        if (!request.has("ConditionalOperator")) {
            return;
        }
        int conditions = request.structMap(conditionsMember).size();
        if (conditions == 0) {
            throw invalid("ConditionalOperator cannot be used without Filter or Expected");
        }
        if (conditions == 1) {
            throw invalid(
                    "ConditionalOperator can only be used when Filter or Expected has two or more"
                            + " elements");
        }
    }

    /** The condition that Expected states. */
    static Optional<Condition> expected(Struct request) {
        if (!request.has("Expected")) {
            return Optional.empty();
        }
        List<LegacyCondition> conditions = new ArrayList<>();
        request.structMap("Expected")
                .forEach((name, expected) -> conditions.add(expectation(name, expected)));
        return Optional.of(Condition.ofLegacy(conditions, operator(request)));
    }

    private static LegacyCondition expectation(String name, Struct expected) {
        LegacyExpectation expectation = new LegacyExpectation(name);
        if (expected.has("Exists")) {
            expectation = expectation.withExists(expected.bool("Exists"));
        }
        if (expected.has("Value")) {
            expectation = expectation.withValue(expected.value("Value"));
        }
        if (expected.has("ComparisonOperator")) {
            expectation =
                    expectation.withOperator(
                            ComparisonOperator.valueOf(expected.string("ComparisonOperator")));
        }
        if (expected.has("AttributeValueList")) {
            expectation = expectation.withOperands(expected.values("AttributeValueList"));
        }
        return expectation.condition();
    }

    /** The condition that QueryFilter or ScanFilter states. */
    static Optional<Condition> filter(Struct request, String member) {
        Map<String, Struct> conditions = request.structMap(member);
        return conditions.isEmpty()
                ? Optional.empty()
                : Optional.of(Condition.ofLegacy(conditions(conditions), operator(request)));
    }

    /** The key condition that KeyConditions state. */
    static KeyConditionExpression keyConditions(Struct request) {
        return KeyConditionExpression.ofLegacy(conditions(request.structMap("KeyConditions")));
    }

    private static List<LegacyCondition> conditions(Map<String, Struct> conditions) {
        List<LegacyCondition> read = new ArrayList<>();
        conditions.forEach((name, condition) -> read.add(condition(name, condition)));
        return read;
    }

    private static LegacyCondition condition(String name, Struct given) {
        LegacyCondition condition =
                new LegacyCondition(
                        name,
                        ComparisonOperator.valueOf(given.string("ComparisonOperator")),
                        given.values("AttributeValueList"));
        condition.requireValid();
        return condition;
    }

    private static ConditionalOperator operator(Struct request) {
        return request.has("ConditionalOperator")
                ? ConditionalOperator.valueOf(request.string("ConditionalOperator"))
                : ConditionalOperator.AND;
    }

    /** The update that AttributeUpdates states. */
    static Optional<UpdateExpression> update(Struct request) {
        if (!request.has("AttributeUpdates")) {
            return Optional.empty();
        }
        List<LegacyUpdate> updates = new ArrayList<>();
        request.structMap("AttributeUpdates")
                .forEach((name, update) -> updates.add(update(name, update)));
        return Optional.of(UpdateExpression.ofLegacy(updates));
    }

    private static LegacyUpdate update(String name, Struct given) {
        LegacyUpdate update =
                new LegacyUpdate(
                        name,
                        LegacyUpdate.Action.valueOf(given.string("Action", "PUT")),
                        given.has("Value") ? List.of(given.value("Value")) : List.of());
        update.requireValid();
        return update;
    }

    private static InvalidRequestException invalid(String message) {
        return new InvalidRequestException(RequestRule.LEGACY_PARAMETERS, message);
    }
}
