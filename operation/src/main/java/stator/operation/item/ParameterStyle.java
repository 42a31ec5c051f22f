package stator.operation.item;

import java.util.List;
import stator.operation.request.InvalidRequestException;
import stator.operation.request.RequestRule;
import stator.protocol.Struct;

/**
 * The two styles in which a request of one operation can say the same things: with expressions, or
 * with the legacy parameters they replaced. A request keeps to one of them.
 *
 * @param expressions the members that are expressions, in the order of AWS's messages
 * @param legacy the legacy members, in the order of AWS's messages
 * @param namesMissing whether a complaint about ExpressionAttributeValues names the expressions
 *     that are missing; operations with AWS's newer validation do not
 */
public record ParameterStyle(List<String> expressions, List<String> legacy, boolean namesMissing) {
    /** Takes no ExpressionAttributeValues, because it has no values. */
    private static final String PROJECTION = "ProjectionExpression";

    private static final String KEY_CONDITIONS = "KeyConditions";
    private static final String KEY_CONDITION_EXPRESSION = "KeyConditionExpression";

    public ParameterStyle {
        expressions = List.copyOf(expressions);
        legacy = List.copyOf(legacy);
    }

    /** Whether a request has an expression. */
    boolean usesExpressions(Struct request) {
        return hasAny(request, expressions);
    }

    /** Checks that a request keeps to one style, and has placeholders only with expressions. */
    public void check(Struct request) {
        boolean usesExpressions = usesExpressions(request);
        if (usesExpressions) {
            requireNoLegacy(request);
        }
        if (request.has("ExpressionAttributeNames") && !usesExpressions) {
            throw new InvalidRequestException(
                    RequestRule.PLACEHOLDERS_WITHOUT_EXPRESSION,
                    "ExpressionAttributeNames can only be specified when using expressions");
        }
        if (takesValues()) {
            requireValuesAreUsable(request);
        }
    }

    private boolean takesValues() {
        return !expressions.equals(List.of(PROJECTION));
    }

    private void requireNoLegacy(Struct request) {
        if (!hasAny(request, legacy)) {
            return;
        }
        List<String> present =
                legacy.stream()
                        .filter(request::has)
                        .filter(member ->
                                !member.equals(KEY_CONDITIONS)
                                        || request.has(KEY_CONDITION_EXPRESSION))
                        .toList();
        if (!present.isEmpty()) {
            throw new InvalidRequestException(
                    RequestRule.MIXED_PARAMETERS,
                    "Can not use both expression and non-expression parameters in the same"
                            + " request: Non-expression parameters: {"
                            + String.join(", ", present)
                            + "} Expression parameters: {"
                            + String.join(", ", expressions.stream().filter(request::has).toList())
                            + "}");
        }
    }

    private void requireValuesAreUsable(Struct request) {
        if (!request.has("ExpressionAttributeValues")) {
            return;
        }
        for (String member : expressions) {
            if (!member.equals(PROJECTION) && request.has(member)) {
                return;
            }
        }
        throw new InvalidRequestException(
                RequestRule.PLACEHOLDERS_WITHOUT_EXPRESSION,
                "ExpressionAttributeValues can only be specified when using expressions"
                        + (namesMissing ? missing() : ""));
    }

    private String missing() {
        List<String> members =
                expressions.stream().filter(member -> !member.equals(PROJECTION)).toList();
        return ": "
                + String.join(" and ", members)
                + (members.size() == 1 ? " is null" : " are null");
    }

    private static boolean hasAny(Struct request, List<String> members) {
        for (String member : members) {
            if (request.has(member)) {
                return true;
            }
        }
        return false;
    }
}
