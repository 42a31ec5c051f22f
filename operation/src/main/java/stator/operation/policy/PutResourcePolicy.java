package stator.operation.policy;

import java.util.concurrent.atomic.AtomicReference;
import stator.database.table.ResourcePolicy;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * PutResourcePolicy. A policy that says the same as the one that is there changes nothing, not even
 * its revision.
 */
public final class PutResourcePolicy implements Operation {
    @Override
    public String name() {
        return "PutResourcePolicy";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        PolicyResource resource = PolicyResource.read(context, request);
        resource.require(context);
        PolicyDocument document =
                PolicyDocument.parse(
                        request.string("Policy"),
                        resource.target(),
                        context.namespace().partition(),
                        context.policyActions());
        if (!request.bool("ConfirmRemoveSelfResourceAccess", false)
                && document.locksOut(context.namespace().account())) {
            throw ApiException.of(
                    ErrorCode.ACCESS_DENIED,
                    "The new resource policy will not allow you to update the resource policy in"
                            + " the future.");
        }
        AtomicReference<ResourcePolicy> kept = new AtomicReference<>();
        context.database()
                .tables()
                .update(
                        context.namespace(),
                        resource.table().name(),
                        table -> {
                            kept.set(put(context, request, resource, document, table));
                            return resource.with(table, kept.get());
                        })
                .orElseThrow(() -> TableErrors.notFound(resource.table().name()));
        response.startObject().member("RevisionId", kept.get().revision()).endObject();
    }

    private static ResourcePolicy put(
            RequestContext context,
            Struct request,
            PolicyResource resource,
            PolicyDocument document,
            TableDescription table) {
        long now = context.clock().millis();
        resource.requireChangeable(table, now);
        ResourcePolicy before = resource.policyOf(table);
        resource.requireExpected(request, before);
        String text = document.text();
        return text.equals(before.document())
                ? before
                : new ResourcePolicy(text, PolicyResource.revisionAfter(before, now));
    }
}
