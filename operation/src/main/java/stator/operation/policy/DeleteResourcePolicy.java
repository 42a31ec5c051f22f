package stator.operation.policy;

import java.util.concurrent.atomic.AtomicReference;
import stator.database.table.ResourcePolicy;
import stator.database.table.TableDescription;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * DeleteResourcePolicy. It answers the revision of the policy that goes; if it went before, when
 * that was; and nothing if there never was one.
 */
public final class DeleteResourcePolicy implements Operation {
    @Override
    public String name() {
        return "DeleteResourcePolicy";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        PolicyResource resource = PolicyResource.read(context, request);
        AtomicReference<ResourcePolicy> before = new AtomicReference<>();
        context.database()
                .tables()
                .update(
                        context.namespace(),
                        resource.table().name(),
                        table -> {
                            before.set(resource.policyOf(table));
                            return delete(context, request, resource, table);
                        })
                .orElseThrow(() -> TableErrors.notFound(resource.table().name()));
        response.startObject();
        if (!before.get().revision().isEmpty()) {
            response.member("RevisionId", before.get().revision());
        }
        response.endObject();
    }

    private static TableDescription delete(
            RequestContext context,
            Struct request,
            PolicyResource resource,
            TableDescription table) {
        long now = context.clock().millis();
        resource.requireChangeable(table, now);
        ResourcePolicy policy = resource.policyOf(table);
        resource.requireExpected(request, policy);
        return policy.document().isEmpty()
                ? table
                : resource.with(
                        table, new ResourcePolicy("", PolicyResource.revisionAfter(policy, now)));
    }
}
