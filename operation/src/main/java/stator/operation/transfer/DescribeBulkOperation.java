package stator.operation.transfer;

import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeBulkOperation. A bulk operation outlives its table. */
public final class DescribeBulkOperation implements Operation {
    @Override
    public String name() {
        return "DescribeBulkOperation";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "BulkOperationArn");
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        response.startObject();
        new BulkOperationWriter(response, BulkOperationReference.require(context, request))
                .writeDescription();
        response.endObject();
    }
}
