package stator.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.expression.ComparisonOperator;
import stator.expression.Condition;
import stator.expression.ConditionalOperator;
import stator.expression.KeyConditionExpression;
import stator.expression.LegacyCondition;
import stator.expression.LegacyUpdate;
import stator.expression.UpdateExpression;
import stator.model.AttributeValue;
import stator.operation.protocol.Struct;

/**
 * The legacy parameters (Expected, AttributeUpdates, KeyConditions, QueryFilter, ScanFilter,
 * ConditionalOperator), read into the forms that expressions have too.
 */
final class LegacyParameters {
    private static final String INVALID = "One or more parameter values were invalid: ";

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
        boolean hasList = expected.has("AttributeValueList");
        boolean hasValue = expected.has("Value");
        if (hasList && hasValue) {
            throw invalid(
                    INVALID
                            + "Value and AttributeValueList cannot be used together for Attribute: "
                            + name);
        }
        if (expected.has("ComparisonOperator")) {
            return comparison(name, expected);
        }
        if (hasList) {
            throw invalid(
                    INVALID
                            + "AttributeValueList can only be used with a ComparisonOperator for"
                            + " Attribute: "
                            + name);
        }
        return existence(name, expected);
    }

    private static LegacyCondition comparison(String name, Struct expected) {
        ComparisonOperator operator =
                ComparisonOperator.valueOf(expected.string("ComparisonOperator"));
        if (expected.has("Exists")) {
            throw invalid(
                    INVALID
                            + "Exists and ComparisonOperator cannot be used together for"
                            + " Attribute: "
                            + name);
        }
        boolean takesOperands =
                operator != ComparisonOperator.NULL && operator != ComparisonOperator.NOT_NULL;
        if (takesOperands && !expected.has("AttributeValueList") && !expected.has("Value")) {
            throw invalid(
                    INVALID
                            + "Value or AttributeValueList must be used with ComparisonOperator: "
                            + operator
                            + " for Attribute: "
                            + name);
        }
        List<AttributeValue> operands =
                expected.has("Value")
                        ? List.of(expected.value("Value"))
                        : expected.values("AttributeValueList");
        return new LegacyCondition(name, operator, operands);
    }

    private static LegacyCondition existence(String name, Struct expected) {
        boolean exists = expected.bool("Exists", true);
        boolean hasValue = expected.has("Value");
        if (exists && !hasValue) {
            throw invalid(
                    INVALID
                            + "Value must be provided when Exists is "
                            + (expected.has("Exists") ? "true" : "null")
                            + " for Attribute: "
                            + name);
        }
        if (!exists && hasValue) {
            throw invalid(
                    INVALID + "Value cannot be used when Exists is false for Attribute: " + name);
        }
        return exists
                ? new LegacyCondition(name, ComparisonOperator.EQ, List.of(expected.value("Value")))
                : new LegacyCondition(name, ComparisonOperator.NULL, List.of());
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
        conditions.forEach((name, condition) ->
                read.add(
                        new LegacyCondition(
                                name,
                                ComparisonOperator.valueOf(condition.string("ComparisonOperator")),
                                condition.values("AttributeValueList"))));
        return read;
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
                .forEach((name, update) ->
                        updates.add(
                                new LegacyUpdate(
                                        name,
                                        LegacyUpdate.Action.valueOf(update.string("Action", "PUT")),
                                        update.has("Value")
                                                ? List.of(update.value("Value"))
                                                : List.of())));
        return Optional.of(UpdateExpression.ofLegacy(updates));
    }

    private static InvalidRequestException invalid(String message) {
        return new InvalidRequestException(RequestRule.LEGACY_PARAMETERS, message);
    }
}
