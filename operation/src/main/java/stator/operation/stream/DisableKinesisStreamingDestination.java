package stator.operation.stream;

import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.stream.KinesisDestination.Change;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DisableKinesisStreamingDestination. What was not delivered by then is not delivered. */
public final class DisableKinesisStreamingDestination implements Operation {
    private static final String CONFIGURATION = "EnableKinesisStreamingConfiguration";

    @Override
    public String name() {
        return "DisableKinesisStreamingDestination";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        if (request.has(CONFIGURATION)) {
            throw ApiException.validation(
                    "Stream cannot be disabled using EnableKinesisStreamingConfiguration"
                            + " parameters");
        }
        KinesisChange change = new KinesisChange(context, this, request);
        change.apply((table, before) ->
                before.filter(one -> one.status(change.nowMillis()).equals("ACTIVE"))
                        .map(one ->
                                new KinesisDestination(
                                        one.streamArn(),
                                        "",
                                        Change.DISABLE,
                                        one.sinceMillis(),
                                        change.settledMillis(),
                                        ""))
                        .orElseThrow(() ->
                                KinesisChange.invalidState(
                                        "KinesisStreamingDestination must be ACTIVE to perform"
                                                + " DISABLE operation.")));
        change.write(Change.DISABLE, CONFIGURATION, response);
    }
}
