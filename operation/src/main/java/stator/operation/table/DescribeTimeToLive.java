package stator.operation.table;

import stator.database.table.Table;
import stator.database.table.TableStatus;
import stator.database.table.TimeToLive;
import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeTimeToLive. A table that has no expiry any more does not say what it was. */
public final class DescribeTimeToLive implements Operation {
    @Override
    public String name() {
        return "DescribeTimeToLive";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        Table table =
                TableReference.of(context, this, request.string("TableName")).require(context);
        long now = context.clock().millis();
        requireDescribable(table.statusAt(now));
        TimeToLive timeToLive = TimeToLive.of(table.description());
        response.startObject().field("TimeToLiveDescription").startObject();
        if (timeToLive.enabled() || !timeToLive.isSettledAt(now)) {
            response.member("AttributeName", timeToLive.attribute());
        }
        response.member("TimeToLiveStatus", status(timeToLive, now));
        response.endObject().endObject();
    }

    private static String status(TimeToLive timeToLive, long nowMillis) {
        if (timeToLive.isSettledAt(nowMillis)) {
            return timeToLive.enabled() ? "ENABLED" : "DISABLED";
        }
        return timeToLive.enabled() ? "ENABLING" : "DISABLING";
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
