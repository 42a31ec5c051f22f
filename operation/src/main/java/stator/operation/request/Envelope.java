package stator.operation.request;

import stator.expression.error.InvalidExpressionException;
import stator.protocol.InvalidValueException;
import stator.protocol.ValueError;

/**
 * Whether AWS puts {@code "1 validation error detected: "} before a message: one decision for each
 * family of errors and operation.
 *
 * <pre>
 * family                              PutItem, UpdateItem,   Query   every other
 *                                     DeleteItem                     operation
 * ExpressionError of the request      yes                    no      no
 * ExpressionError found later         no                     no      no
 * ValueError EMPTY, SEVERAL_TYPES,    no                     no      no
 *   ATTRIBUTE_NAME
 * every other ValueError              yes                    no      no
 * RequestRule, except SELECT          yes                    no      no
 * RequestRule SELECT                  -                      yes     no
 * </pre>
 *
 * <p>These operations check their requests in AWS's layer of 2026, which answers in this way in
 * nearly all regions (captures of the dynamodb-conformance suite, September and October 2026). What
 * needs the item or the table, such as a key that does not match the schema, is never in the
 * envelope. A request that AWS hands to its older layer is answered without it.
 */
public final class Envelope {
    private static final String ONE = "1 validation error detected: ";

    private Envelope() {}

    /** The whole message for a wrong expression. */
    public static String of(Operation operation, InvalidExpressionException error) {
        boolean enveloped = operation.isEnveloped() && error.family().isRequestValidation();
        String message = message(enveloped, error);
        return operation.tellsExpressionSize() && error.expressionBytes().isPresent()
                ? message + " expression size: " + error.expressionBytes().getAsInt()
                : message;
    }

    /** The whole message for a wrong value. */
    public static String of(Operation operation, InvalidValueException error) {
        return message(
                operation.isEnveloped() && error.isOfCurrentLayer() && isEnveloped(error.error()),
                error);
    }

    private static boolean isEnveloped(ValueError error) {
        return switch (error) {
            case EMPTY, SEVERAL_TYPES, ATTRIBUTE_NAME -> false;
            case NULL_FALSE, EMPTY_SET, DUPLICATE_IN_SET, NUMBER, NESTING -> true;
        };
    }

    /** The whole message for a request that breaks a rule. */
    public static String of(Operation operation, InvalidRequestException error) {
        return message(operation.isEnveloped(error.rule()), error);
    }

    private static String message(boolean enveloped, RuntimeException error) {
        return enveloped ? ONE + error.getMessage() : error.getMessage();
    }
}
