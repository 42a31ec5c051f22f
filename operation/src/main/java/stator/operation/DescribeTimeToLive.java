package stator.operation;

import stator.database.Table;
import stator.database.TableStatus;
import stator.database.TimeToLive;
import stator.model.ApiException;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/** DescribeTimeToLive. A table that has no expiry any more does not say what it was. */
final class DescribeTimeToLive implements Operation {
    @Override
    public String name() {
        return "DescribeTimeToLive";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        Table table =
                TableReference.of(context, this, request.string("TableName")).require(context);
        requireDescribable(table.statusAt(context.clock().millis()));
        TimeToLive timeToLive = table.description().timeToLive();
        response.startObject().field("TimeToLiveDescription").startObject();
        if (timeToLive.enabled()) {
            response.member("AttributeName", timeToLive.attribute());
        }
        response.member("TimeToLiveStatus", timeToLive.enabled() ? "ENABLED" : "DISABLED");
        response.endObject().endObject();
    }

    private static void requireDescribable(TableStatus status) {
        switch (status) {
            case CREATING, DELETING ->
                    throw ApiException.validation(
                            "Cannot describe time to live while table is in "
                                    + status
                                    + " state: Current table state is "
                                    + status);
            case UPDATING, ACTIVE -> {}
        }
    }
}
