package stator.operation.policy;

import stator.database.table.ResourcePolicy;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** GetResourcePolicy. On AWS it takes seconds until it answers what was put; here it is at once. */
public final class GetResourcePolicy implements Operation {
    @Override
    public String name() {
        return "GetResourcePolicy";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        PolicyResource resource = PolicyResource.read(context, request);
        ResourcePolicy policy = resource.policyOf(resource.require(context).description());
        if (policy.document().isEmpty()) {
            throw PolicyResource.notFound(resource.arn());
        }
        response.startObject()
                .member("Policy", PolicyDocument.shown(policy.document()))
                .member("RevisionId", policy.revision())
                .endObject();
    }
}
