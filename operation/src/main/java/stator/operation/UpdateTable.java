package stator.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import stator.database.Table;
import stator.database.TableStatistics;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/** UpdateTable. */
final class UpdateTable implements Operation {
    /**
     * How long the answer waits for a new index to get its items, so that the next DescribeTable
     * finds it ACTIVE. Large tables go on after the answer.
     */
    private static final Duration INDEX_PATIENCE = Duration.ofMillis(500);

    @Override
    public String name() {
        return "UpdateTable";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        TableUpdateRules.check(context, request);
        // An index that goes is shown with what it held.
        Optional<TableStatistics> statistics =
                reference.find(context).map(context.database()::statistics);
        AtomicReference<TableUpdate> update = new AtomicReference<>();
        Table updated =
                context.database()
                        .catalog()
                        .update(
                                context.namespace(),
                                reference.name(),
                                before -> {
                                    update.set(new TableUpdate(context, request, before));
                                    return update.get().stored();
                                })
                        .orElseThrow(() -> TableErrors.notFound(reference.name()));
        write(
                context,
                update.get(),
                statistics.orElseGet(() -> context.database().statistics(updated)),
                response);
        if (request.has("GlobalSecondaryIndexUpdates") || request.has("VectorIndexUpdates")) {
            context.database().awaitIndexes(updated, INDEX_PATIENCE);
        }
    }

    private static void write(
            RequestContext context,
            TableUpdate update,
            TableStatistics statistics,
            ResponseWriter response) {
        response.startObject();
        new TableDescriptionWriter(
                        response,
                        update.shown(),
                        statistics,
                        context.clock().instant(),
                        update.jobs())
                .writeWhole("TableDescription");
        response.endObject();
    }
}
