package stator.operation.protocol;

import java.util.List;
import java.util.Map;
import java.util.Set;
import stator.model.ApiException;

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
final class CurrentLayer {
    /** "UPDATE_NEW" is AWS's spelling. */
    static final String RETURN_VALUES =
            "Failed to satisfy constraint: Member must satisfy enum value set:"
                    + " [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]";

    private static final String CONDITIONAL_OPERATOR =
            "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]";

    /** Most keys of one table in a BatchGetItem. */
    private static final int KEYS_MAX = 100;

    private static final String ONE = "1 validation error detected: ";

    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");

    private CurrentLayer() {}

    /** Throws what is reported alone. */
    static void check(String operation, Struct request) {
        checkTableName(request);
        checkSize(operation, request);
        checkConditionalOperator(operation, request);
        if (operation.equals("UpdateItem") && breaksChoice(request, "ReturnValues")) {
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
            ConstraintCheck alone = new ConstraintCheck("", ValidationLayer.OLDER);
            alone.checkMember(request, index);
        }
    }

    private static void checkSize(String operation, Struct request) {
        if (operation.equals("Query") && request.integer("Limit", 1) < 1) {
            throw outOfLimit("Limit", "value greater than or equal to 1");
        }
        if (operation.equals("BatchGetItem")) {
            checkBatch(request.structMap("RequestItems"));
        }
    }

    private static void checkBatch(Map<String, Struct> requestItems) {
        if (requestItems.isEmpty()) {
            throw tooShort("RequestItems");
        }
        requestItems.forEach((table, ofTable) -> {
            if (!ofTable.has("Keys")) {
                return;
            }
            String path = "RequestItems." + table + ".member.Keys";
            int keys = ofTable.sizeOf("Keys");
            if (keys == 0) {
                throw tooShort(path);
            }
            if (keys > KEYS_MAX) {
                throw outOfLimit(path, "length less than or equal to " + KEYS_MAX);
            }
        });
    }

    private static ApiException tooShort(String path) {
        return outOfLimit(path, "length greater than or equal to 1");
    }

    /** A member that is too short or too long, without its value. */
    static ApiException outOfLimit(String path, String limit) {
        return ApiException.validation(
                ONE
                        + "Value at '"
                        + path
                        + "' failed to satisfy constraint: Member must have "
                        + limit);
    }

    private static void checkConditionalOperator(String operation, Struct request) {
        if (request.shape().indexOf("ConditionalOperator") >= 0
                && breaksChoice(request, "ConditionalOperator")) {
            String envelope = WRITES.contains(operation) ? ONE : "";
            throw ApiException.validation(envelope + CONDITIONAL_OPERATOR);
        }
    }

    private static boolean breaksChoice(Struct request, String member) {
        int index = request.shape().indexOf(member);
        List<String> values = ((Shape.Choice) request.shape().member(index).shape()).values();
        return request.has(member) && !values.contains(request.string(member));
    }
}
