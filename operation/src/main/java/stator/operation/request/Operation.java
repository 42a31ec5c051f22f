package stator.operation.request;

import java.util.Set;
import stator.protocol.RequestRules;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * One operation of the API. The instance is shared by all calls and keeps no state of them.
 *
 * <p>What goes wrong is thrown: {@link stator.model.ApiException}, {@link
 * stator.expression.error.InvalidExpressionException} or {@link
 * stator.protocol.InvalidValueException}; {@code Operations} puts it on the wire.
 */
public interface Operation extends RequestRules {
    /** AWS's name, such as {@code PutItem}. */
    @Override
    String name();

    /** What it does to items. */
    default Access access() {
        return Access.CONTROL;
    }

    /**
     * Whether CloudTrail counts a call as one about data, which a trail shows only if it is asked
     * to (DynamoDB Developer Guide, "DynamoDB data events in CloudTrail").
     */
    default boolean isDataEvent() {
        return access() != Access.CONTROL;
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

    /**
     * Whether policies know it as an action on everything, be it asked for one table or all; by
     * AWS's service authorization reference.
     */
    default boolean isAboutAll() {
        return false;
    }

    /**
     * Whether it is made of actions that policies know as such, and itself only as what encloses
     * them.
     */
    default boolean encloses() {
        return false;
    }

    /** Whether what may not be done is refused member by member, by the operation itself. */
    default boolean permitsMembers() {
        return false;
    }

    /** Whether AWS takes tables and streams of another account, by their ARN. */
    default boolean worksAcrossAccounts() {
        return false;
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
     * Neither does what tells how far it has come ({@link stator.model.LongWork#look}), and has no
     * effect until it knows that it is done.
     */
    default boolean mayBlock() {
        return true;
    }

    /** Whether it may read so much that only some of its kind may run at a time. */
    default boolean readsMany() {
        return access() == Access.READ;
    }
}
