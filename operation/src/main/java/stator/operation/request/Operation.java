package stator.operation.request;

import java.util.Set;
import stator.operation.protocol.RequestRules;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/**
 * One operation of the API. The instance is shared by all calls and keeps no state of them.
 *
 * <p>What goes wrong is thrown: {@link stator.model.ApiException}, {@link
 * stator.expression.InvalidExpressionException} or {@link
 * stator.operation.protocol.InvalidValueException}; {@code Operations} puts it on the wire.
 */
public interface Operation extends RequestRules {
    /** AWS's name, such as {@code PutItem}. */
    @Override
    String name();

    /** What it does to items. */
    default Access access() {
        return Access.CONTROL;
    }

    /** Whether the current layer puts a broken rule into the {@linkplain Envelope envelope}. */
    default boolean isEnveloped(RequestRule rule) {
        return isEnveloped() && rule != RequestRule.SELECT;
    }

    /** Whether it tells the size of a filter or condition that is too long. */
    default boolean tellsExpressionSize() {
        return false;
    }

    /** Which resource-based policies may name it, by AWS's service authorization reference. */
    default Set<PolicyTarget> policyTargets() {
        return Set.of(PolicyTarget.TABLE);
    }

    /** Whether the tables that it names are gone once it has succeeded. */
    default boolean endsTables() {
        return false;
    }

    /**
     * Tells what a request names, be it there or not, in the order in which the request has it.
     *
     * @param request as {@link #execute} gets it
     */
    default void resources(Struct request, NamedResources named) {
        named.tableIn(request, "TableName");
        named.arnIn(request, "ResourceArn");
    }

    /**
     * Does what the request asks and writes the whole answer, one JSON object.
     *
     * @param request the request, whose constraints by AWS's model already hold
     */
    void execute(RequestContext context, Struct request, ResponseWriter response);

    /**
     * Whether it may take long, or wait for long, even in memory, so that no event loop may run it.
     * What touches one item does not: handing it to another thread would cost more than to do it.
     */
    default boolean mayBlock() {
        return true;
    }
}
