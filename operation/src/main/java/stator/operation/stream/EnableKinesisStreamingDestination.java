package stator.operation.stream;

import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.stream.KinesisDestination.Change;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** EnableKinesisStreamingDestination. A stream that cannot be used is found out afterwards. */
public final class EnableKinesisStreamingDestination implements Operation {
    private static final String CONFIGURATION = "EnableKinesisStreamingConfiguration";

    @Override
    public String name() {
        return "EnableKinesisStreamingDestination";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        KinesisChange change = new KinesisChange(context, this, request);
        change.apply((table, before) -> {
            long now = change.nowMillis();
            if (KinesisDestination.of(table).stream().anyMatch(one -> one.blocks(now))) {
                throw KinesisChange.invalidState(
                        "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to"
                                + " perform ENABLE operation.");
            }
            return new KinesisDestination(
                    change.streamArn(),
                    change.precision(CONFIGURATION).orElse(""),
                    Change.ENABLE,
                    now,
                    change.settledMillis(),
                    change.problem());
        });
        change.write(Change.ENABLE, CONFIGURATION, response);
    }
}
