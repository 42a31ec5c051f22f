package stator.operation.stream;

import stator.database.table.TableDescription;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeKinesisStreamingDestination. */
public final class DescribeKinesisStreamingDestination implements Operation {
    @Override
    public String name() {
        return "DescribeKinesisStreamingDestination";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableDescription table =
                TableReference.of(context, this, request.string("TableName"))
                        .require(context)
                        .description();
        response.startObject().field("KinesisDataStreamDestinations").startArray();
        KinesisDestination.of(table).forEach(one -> one.write(context.clock().millis(), response));
        response.endArray().member("TableName", table.name()).endObject();
    }
}
