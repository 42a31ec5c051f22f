package stator.operation.request;

import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/**
 * One operation of the API. The instance is shared by all calls and keeps no state of them.
 *
 * <p>What goes wrong is thrown: {@link stator.model.ApiException}, {@link
 * stator.expression.InvalidExpressionException} or {@link
 * stator.operation.protocol.InvalidValueException}; {@code Operations} puts it on the wire.
 */
public interface Operation {
    /** AWS's name, such as {@code PutItem}. */
    String name();

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
