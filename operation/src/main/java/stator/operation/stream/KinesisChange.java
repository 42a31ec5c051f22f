package stator.operation.stream;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.operation.stream.KinesisDestination.Change;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** What the three operations that change Kinesis destinations have in common. */
public final class KinesisChange {
    /** The name under which delivery reads a table's changes. */
    public static final String READER = "Kinesis";

    private static final String INVALID_STATE =
            "Table is not in a valid state to enable Kinesis Streaming Destination: ";

    private final RequestContext context;
    private final Struct request;
    private final TableReference reference;

    public KinesisChange(RequestContext context, Operation operation, Struct request) {
        this.context = context;
        this.request = request;
        reference = TableReference.of(context, operation, request.string("TableName"));
    }

    /** What becomes of a table's destination. Pure: it may be called again. */
    @FunctionalInterface
    public interface Edit {
        KinesisDestination apply(TableDescription table, Optional<KinesisDestination> before);
    }

    public static ApiException invalidState(String detail) {
        return ApiException.validation(INVALID_STATE + detail);
    }

    public String streamArn() {
        return request.string("StreamArn");
    }

    public long nowMillis() {
        return context.clock().millis();
    }

    public long settledMillis() {
        return context.database().tables().settledMillis();
    }

    /** Changes the destination that the request names. */
    public void apply(Edit edit) {
        AtomicReference<TableDescription> changed = new AtomicReference<>();
        context.database()
                .tables()
                .update(
                        context.namespace(),
                        reference.name(),
                        table -> {
                            if (table.statusAt(nowMillis()) == TableStatus.CREATING) {
                                throw TableErrors.notFound(table.name());
                            }
                            KinesisDestination destination =
                                    edit.apply(table, KinesisDestination.find(table, streamArn()));
                            changed.set(followed(destination.in(table)));
                            return changed.get();
                        })
                .orElseThrow(() -> TableErrors.notFound(reference.name()));
    }

    /** Changes are recorded while somebody gets them. */
    private TableDescription followed(TableDescription table) {
        boolean wanted =
                context.settings().deliversToKinesis()
                        && KinesisDestination.of(table).stream()
                                .anyMatch(KinesisDestination::isLive);
        return context.database().changeFeed(READER).wanted(table, wanted);
    }

    /** Writes what the operation answers; the configuration is as the request gave it. */
    public void write(Change change, String configuration, ResponseWriter response) {
        response.startObject()
                .member(
                        "DestinationStatus",
                        switch (change) {
                            case ENABLE -> "ENABLING";
                            case UPDATE -> "UPDATING";
                            case DISABLE -> "DISABLING";
                        });
        if (change == Change.ENABLE) {
            writeConfiguration(configuration, response);
        }
        response.member("StreamArn", streamArn()).member("TableName", reference.name());
        if (change == Change.UPDATE) {
            writeConfiguration(configuration, response);
        }
        response.endObject();
    }

    private void writeConfiguration(String configuration, ResponseWriter response) {
        response.field(configuration).startObject();
        precision(configuration)
                .ifPresent(value -> response.member("ApproximateCreationDateTimePrecision", value));
        response.endObject();
    }

    public Optional<String> precision(String configuration) {
        return request.findStruct(configuration)
                .flatMap(given -> given.findString("ApproximateCreationDateTimePrecision"));
    }

    /** Why AWS could not enable a stream; empty if it could. */
    public String problem() {
        Optional<ResourceArn> arn = ResourceArn.parse(streamArn());
        boolean isStream =
                arn.filter(a -> a.service().equals("kinesis"))
                        .filter(a -> a.resource().matches("stream/[a-zA-Z0-9_.-]+"))
                        .isPresent();
        if (!isStream) {
            return "User does not have a permission to use kinesis stream";
        }
        if (!arn.get().isInRegionOf(context.namespace())) {
            return "The kinesis Arn used to enable kinesis replication belongs to a stream which is"
                    + " not in the current region";
        }
        if (!arn.get().account().equals(context.namespace().account())) {
            return "The kinesis Arn used to enable kinesis replication belongs to a stream which is"
                    + " not in Active state";
        }
        return "";
    }
}
