package stator.operation;

import java.util.Set;
import stator.database.Table;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/** DescribeTable. */
final class DescribeTable implements Operation {
    @Override
    public String name() {
        return "DescribeTable";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        Table table =
                TableReference.of(context, this, request.string("TableName")).require(context);
        response.startObject();
        new TableDescriptionWriter(
                        response,
                        table.description(),
                        context.database().statistics(table),
                        context.clock().instant(),
                        Set.of(),
                        ReplicaWriter.others(context, table))
                .writeWhole("Table");
        response.endObject();
    }
}
