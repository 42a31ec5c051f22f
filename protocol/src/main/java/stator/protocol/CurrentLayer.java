package stator.protocol;

import java.util.List;
import stator.model.ApiException;
import stator.protocol.shape.Shape;

/**
 * Where the {@linkplain ValidationLayer#CURRENT current layer} differs from the older one in the
 * constraints of a request's own members: it stops at some and words some differently. What is not
 * here it reports as the older layer does.
 *
 * <pre>
 * member               operations            reported   words
 * TableName            all                   alone      without the value if it is empty
 * Limit                Query                 alone      without the value
 * RequestItems, empty  BatchGetItem          alone      without the value
 * Keys, 0 or over 100  BatchGetItem          alone      without the value
 * ConditionalOperator  all                   alone      the set is [ALL, OR]; reads: no envelope
 * ReturnValues         UpdateItem            alone      the set has UPDATE_NEW
 * ReturnValues         PutItem, DeleteItem   in order   the set has UPDATE_NEW
 * </pre>
 */
public final class CurrentLayer {
    /** "UPDATE_NEW" is AWS's spelling. */
    static final String RETURN_VALUES =
            "Failed to satisfy constraint: Member must satisfy enum value set:"
                    + " [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]";

    private static final String CONDITIONAL_OPERATOR =
            "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]";

    private static final String ONE = "1 validation error detected: ";

    private CurrentLayer() {}

    /** Throws what is reported alone. */
    static void check(RequestRules rules, Struct request) {
        checkTableName(request);
        rules.checkAlone(request);
        checkConditionalOperator(rules, request);
        if (rules.reportsReturnValuesAlone() && breaksChoice(request, "ReturnValues")) {
            throw ApiException.validation(ONE + RETURN_VALUES);
        }
    }

    private static void checkTableName(Struct request) {
        int index = request.shape().indexOf("TableName");
        if (index < 0) {
            return;
        }
        String name = (String) request.valueAt(index);
        if (name.isEmpty()) {
            throw tooShort("TableName");
        }
        Shape.Text shape = (Shape.Text) request.shape().member(index).shape();
        if (ConstraintCheck.breaks(shape, name)) {
            ConstraintCheck alone =
                    new ConstraintCheck(RequestRules.ofModel(""), ValidationLayer.OLDER);
            alone.checkMember(request, index);
        }
    }

    /** A member that is empty, without its value. */
    public static ApiException tooShort(String path) {
        return outOfLimit(path, "length greater than or equal to 1");
    }

    /** A member that is too short or too long, without its value. */
    public static ApiException outOfLimit(String path, String limit) {
        return ApiException.validation(
                ONE
                        + "Value at '"
                        + path
                        + "' failed to satisfy constraint: Member must have "
                        + limit);
    }

    private static void checkConditionalOperator(RequestRules rules, Struct request) {
        if (request.shape().indexOf("ConditionalOperator") >= 0
                && breaksChoice(request, "ConditionalOperator")) {
            String envelope = rules.isEnveloped() ? ONE : "";
            throw ApiException.validation(envelope + CONDITIONAL_OPERATOR);
        }
    }

    private static boolean breaksChoice(Struct request, String member) {
        int index = request.shape().indexOf(member);
        List<String> values = ((Shape.Choice) request.shape().member(index).shape()).values();
        return request.has(member) && !values.contains(request.string(member));
    }
}
