package stator.operation.request;

import java.util.function.Consumer;
import stator.protocol.Struct;

/** Says what the caller may do. */
@FunctionalInterface
public interface Permission {
    /** The caller may do everything. */
    Permission EVERYTHING = (context, operation, request, part) -> {};

    /**
     * Refuses what the caller may not do.
     *
     * @param request what is asked for
     * @param part tells what is asked for, as {@link Operation#resources} does for a whole request
     * @throws stator.model.ApiException if the caller may not do all of it
     */
    void require(
            RequestContext context,
            Operation operation,
            Struct request,
            Consumer<NamedResources> part);
}
