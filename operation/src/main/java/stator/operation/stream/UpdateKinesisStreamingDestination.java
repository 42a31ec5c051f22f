package stator.operation.stream;

import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.stream.KinesisDestination.Change;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** UpdateKinesisStreamingDestination: the precision of the time in records. */
public final class UpdateKinesisStreamingDestination implements Operation {
    private static final String CONFIGURATION = "UpdateKinesisStreamingConfiguration";

    @Override
    public String name() {
        return "UpdateKinesisStreamingDestination";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        KinesisChange change = new KinesisChange(context, this, request);
        String precision =
                change.precision(CONFIGURATION)
                        .orElseThrow(() ->
                                ApiException.validation(
                                        "Streaming destination cannot be updated with given"
                                                + " parameters: UpdateKinesisStreamingConfiguration"
                                                + " cannot be null or contain only null values"));
        change.apply((table, before) ->
                before.filter(one -> one.status(change.nowMillis()).equals("ACTIVE"))
                        .map(one -> updated(change, table, one, precision))
                        .orElseThrow(() ->
                                KinesisChange.invalidState(
                                        "Kinesis streaming is not in ACTIVE state. Updates are"
                                                + " only allowed in ACTIVE state. TableName: "
                                                + table.name())));
        change.write(Change.UPDATE, CONFIGURATION, response);
    }

    private static KinesisDestination updated(
            KinesisChange change,
            TableDescription table,
            KinesisDestination one,
            String precision) {
        String current =
                one.precision().isEmpty() ? KinesisDestination.MILLISECOND : one.precision();
        if (current.equals(precision)) {
            throw ApiException.validation(
                    "Invalid Request: Precision is already set to the desired value of "
                            + precision
                            + " for tableId: "
                            + table.id()
                            + ", kdsArn: "
                            + one.streamArn());
        }
        return new KinesisDestination(
                one.streamArn(),
                precision,
                Change.UPDATE,
                one.sinceMillis(),
                change.settledMillis(),
                "");
    }
}
