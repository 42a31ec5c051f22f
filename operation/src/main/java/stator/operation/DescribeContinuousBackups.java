package stator.operation;

import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/**
 * DescribeContinuousBackups: what AWS says of a table for which nobody enabled point-in-time
 * recovery. No history of changes is kept, so no other answer would be true.
 */
final class DescribeContinuousBackups implements Operation {
    @Override
    public String name() {
        return "DescribeContinuousBackups";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference.of(context, this, request.string("TableName")).requireForBackups(context);
        write(response);
    }

    /** The description, as the whole answer. */
    static void write(ResponseWriter response) {
        response.startObject()
                .field("ContinuousBackupsDescription")
                .startObject()
                .member("ContinuousBackupsStatus", "ENABLED")
                .field("PointInTimeRecoveryDescription")
                .startObject()
                .member("PointInTimeRecoveryStatus", "DISABLED")
                .endObject()
                .endObject()
                .endObject();
    }
}
