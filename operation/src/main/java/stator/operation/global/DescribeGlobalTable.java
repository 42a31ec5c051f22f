package stator.operation.global;

import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeGlobalTable, of version 2017.11.29. */
public final class DescribeGlobalTable implements Operation {
    @Override
    public String name() {
        return "DescribeGlobalTable";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.globalTable(request.string("GlobalTableName"));
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        LegacyGlobalTable.require(
                        context, request.string("GlobalTableName"), "Global table not found: ")
                .write("ACTIVE", context.clock().millis(), response);
    }
}
