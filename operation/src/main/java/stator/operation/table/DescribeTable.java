package stator.operation.table;

import java.util.Set;
import stator.database.table.Table;
import stator.operation.replica.ReplicaWriter;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeTable. */
public final class DescribeTable implements Operation {
    @Override
    public String name() {
        return "DescribeTable";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        Table table =
                TableReference.of(context, this, request.string("TableName")).require(context);
        response.startObject();
        new TableDescriptionWriter(
                        response,
                        table.description(),
                        context.database().items().statistics(table),
                        context.clock().instant(),
                        Set.of(),
                        ReplicaWriter.others(context, table))
                .writeWhole("Table");
        response.endObject();
    }
}
