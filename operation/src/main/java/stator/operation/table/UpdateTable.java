package stator.operation.table;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatistics;
import stator.operation.replica.ReplicaPermissions;
import stator.operation.replica.ReplicaUpdates;
import stator.operation.replica.ReplicaWriter;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** UpdateTable. */
public final class UpdateTable implements Operation {
    /**
     * How long the answer waits for a new index or replica to get its items, so that the next
     * DescribeTable finds it ACTIVE. Large tables go on after the answer.
     */
    private static final Duration INDEX_PATIENCE = Duration.ofMillis(500);

    @Override
    public String name() {
        return "UpdateTable";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.tableIn(request, "TableName");
        ReplicaPermissions.resources(request, named);
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        TableUpdateRules.check(context, request);
        // An index that goes is shown with what it held, and a replica as it was.
        Optional<Table> before = reference.find(context);
        Optional<TableStatistics> statistics = before.map(context.database().items()::statistics);
        List<TableDescription> replicas =
                before.map(table -> ReplicaWriter.others(context, table)).orElse(List.of());
        if (request.has("ReplicaUpdates")) {
            updateReplicas(context, request, reference, replicas, response);
            return;
        }
        AtomicReference<TableUpdate> update = new AtomicReference<>();
        Table updated =
                context.database()
                        .tables()
                        .updateShared(
                                reference.namespace(),
                                reference.name(),
                                table -> {
                                    update.set(new TableUpdate(context, request, table));
                                    return update.get().stored();
                                })
                        .orElseThrow(() -> TableErrors.notFound(reference.name()));
        write(
                context,
                update.get().shown(),
                statistics.orElseGet(() -> context.database().items().statistics(updated)),
                update.get().jobs(),
                replicas,
                response);
        if (request.has("GlobalSecondaryIndexUpdates") || request.has("VectorIndexUpdates")) {
            context.database().awaitIndexes(updated, INDEX_PATIENCE);
        }
    }

    private static void updateReplicas(
            RequestContext context,
            Struct request,
            TableReference reference,
            List<TableDescription> replicas,
            ResponseWriter response) {
        ReplicaUpdates updates = new ReplicaUpdates(context, request, reference);
        updates.awaitWritesOfDepartingReplicas();
        updates.apply();
        Table updated = reference.require(context);
        write(
                context,
                updates.shown(),
                context.database().items().statistics(updated),
                Set.of(),
                replicas,
                response);
        context.database().regions().await(updated, INDEX_PATIENCE);
    }

    private static void write(
            RequestContext context,
            TableDescription shown,
            TableStatistics statistics,
            Set<TableDescriptionWriter.Job> jobs,
            List<TableDescription> replicas,
            ResponseWriter response) {
        response.startObject();
        new TableDescriptionWriter(
                        response, shown, statistics, context.clock().instant(), jobs, replicas)
                .writeWhole("TableDescription");
        response.endObject();
    }
}
