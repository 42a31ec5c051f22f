package stator.operation.insight;

import stator.database.table.TableDescription;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeContributorInsights. */
public final class DescribeContributorInsights implements Operation {
    @Override
    public String name() {
        return "DescribeContributorInsights";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableDescription table =
                TableReference.of(context, this, request.string("TableName"))
                        .require(context)
                        .description();
        InsightsTarget target = InsightsTarget.of(table, request.findString("IndexName"));
        response.startObject();
        target.write(target.status(context.clock().millis()), response, true);
        response.endObject();
    }
}
