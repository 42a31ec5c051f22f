package stator.operation.target;

import stator.operation.request.InvalidRequestException;
import stator.operation.request.RequestRule;
import stator.protocol.Struct;

/** What a Query or Scan returns of the items it finds: the values of Select. */
public enum Selection {
    ALL_ATTRIBUTES("ALL_ATTRIBUTES"),
    ALL_PROJECTED_ATTRIBUTES("ALL_PROJECTED_ATTRIBUTES"),
    SPECIFIC_ATTRIBUTES("SPECIFIC_ATTRIBUTES"),
    COUNT("only the Count");

    private final String description;

    Selection(String description) {
        this.description = description;
    }

    /** What a request selects, which must agree with its other parameters. */
    public static Selection of(Struct request) {
        boolean namesAttributes =
                request.has("ProjectionExpression") || request.has("AttributesToGet");
        if (!request.has("Select")) {
            if (namesAttributes) {
                return SPECIFIC_ATTRIBUTES;
            }
            return request.has("IndexName") ? ALL_PROJECTED_ATTRIBUTES : ALL_ATTRIBUTES;
        }
        Selection selection = valueOf(request.string("Select"));
        if (selection == SPECIFIC_ATTRIBUTES && !namesAttributes) {
            throw invalid(
                    "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
                            + " SPECIFIC_ATTRIBUTES");
        }
        if (selection != SPECIFIC_ATTRIBUTES && namesAttributes) {
            throw invalid(
                    "Cannot specify the "
                            + (request.has("AttributesToGet")
                                    ? "AttributesToGet"
                                    : "ProjectionExpression")
                            + " when choosing to get "
                            + selection.description);
        }
        if (selection == ALL_PROJECTED_ATTRIBUTES && !request.has("IndexName")) {
            throw invalid(
                    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
        return selection;
    }

    private static InvalidRequestException invalid(String message) {
        return new InvalidRequestException(RequestRule.SELECT, message);
    }
}
