package stator.operation.item;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.expression.Condition;
import stator.expression.ExpressionContext;
import stator.expression.Projection;
import stator.expression.SearchCondition;
import stator.expression.UpdateExpression;
import stator.expression.key.KeyConditionExpression;
import stator.model.ApiException;
import stator.operation.request.RequestContext;
import stator.protocol.Struct;

/**
 * What one request says about items in expressions, or in the legacy parameters that mean the same.
 *
 * <p>Made when a request has passed its {@link ParameterStyle}; each kind is then read in the order
 * in which AWS reports its mistakes, and {@link #requireAllUsed} comes last.
 */
public final class RequestExpressions {
    private final Struct request;
    private final Optional<ExpressionContext> bound;

    public RequestExpressions(RequestContext context, Struct request, ParameterStyle style) {
        this.request = request;
        bound =
                style.usesExpressions(request)
                        ? Optional.of(bind(context, request))
                        : Optional.empty();
    }

    private static ExpressionContext bind(RequestContext context, Struct request) {
        return new ExpressionContext(
                context.expressions(),
                request.has("ExpressionAttributeNames")
                        ? request.stringMap("ExpressionAttributeNames")
                        : null,
                // Reads by key take names only.
                request.declares("ExpressionAttributeValues")
                        ? request.findItem("ExpressionAttributeValues").orElse(null)
                        : null);
    }

    /** The UpdateExpression or the AttributeUpdates. */
    public Optional<UpdateExpression> update() {
        if (request.has("UpdateExpression")) {
            return Optional.of(bound.orElseThrow().update(request.string("UpdateExpression")));
        }
        return LegacyParameters.update(request);
    }

    /** The ConditionExpression or what is Expected. */
    public Optional<Condition> condition() {
        if (request.has("ConditionExpression")) {
            return Optional.of(
                    bound.orElseThrow().condition(request.string("ConditionExpression")));
        }
        return LegacyParameters.expected(request);
    }

    /** The KeyConditionExpression or the KeyConditions. */
    public KeyConditionExpression keyCondition() {
        if (request.has("KeyConditionExpression")) {
            return bound.orElseThrow().keyCondition(request.string("KeyConditionExpression"));
        }
        return LegacyParameters.keyConditions(request);
    }

    /**
     * The FilterExpression or the legacy filter.
     *
     * @param legacyMember QueryFilter or ScanFilter
     */
    public Optional<Condition> filter(String legacyMember) {
        if (request.has("FilterExpression")) {
            return Optional.of(bound.orElseThrow().filter(request.string("FilterExpression")));
        }
        return LegacyParameters.filter(request, legacyMember);
    }

    /** The SearchConditionExpression. */
    public Optional<SearchCondition> searchCondition() {
        return request.findString("SearchConditionExpression")
                .map(text -> bound.orElseThrow().searchCondition(text));
    }

    /** The ProjectionExpression or the AttributesToGet. */
    public Optional<Projection> projection() {
        if (request.has("ProjectionExpression")) {
            return Optional.of(
                    bound.orElseThrow().projection(request.string("ProjectionExpression")));
        }
        if (request.has("AttributesToGet")) {
            return Optional.of(Projection.ofAttributes(request.strings("AttributesToGet")));
        }
        return Optional.empty();
    }

    /** Checks that the AttributesToGet, if given, name nothing twice. */
    static void requireDistinctAttributes(Struct request) {
        if (!request.has("AttributesToGet")) {
            return;
        }
        List<String> names = request.strings("AttributesToGet");
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw ApiException.validation(
                        "One or more parameter values were invalid: Duplicate value in attribute"
                                + " name: "
                                + name);
            }
        }
    }

    /** Checks that the expressions use all placeholders that the request defines. */
    public void requireAllUsed() {
        bound.ifPresent(ExpressionContext::requireAllUsed);
    }
}
