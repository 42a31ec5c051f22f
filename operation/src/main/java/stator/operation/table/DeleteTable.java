package stator.operation.table;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import stator.database.item.TableSnapshot;
import stator.database.table.GlobalTable;
import stator.database.table.IndexDescription;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatistics;
import stator.database.table.TableStatus;
import stator.database.table.Transition;
import stator.model.ApiException;
import stator.operation.replica.ReplicaUpdates;
import stator.operation.replica.StrongConsistency;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * DeleteTable. Of a table with point-in-time recovery a last backup stays, as it stood when the
 * call came.
 */
public final class DeleteTable implements Operation {
    @Override
    public String name() {
        return "DeleteTable";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public boolean endsTables() {
        return true;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        ReplicaUpdates.awaitWrites(context, reference.namespace(), reference.name());
        Optional<Table> found = reference.find(context);
        if (found.isPresent() && !found.get().replicaRegions().isEmpty()) {
            deleteReplica(context, found.get(), response);
            return;
        }
        Optional<TableSnapshot> last =
                found.filter(table -> PointInTimeRecovery.of(table.description()).isPresent())
                        .flatMap(context.database().items()::snapshot);
        boolean isDeleted = false;
        try {
            delete(context, reference, response);
            isDeleted = true;
        } finally {
            if (!isDeleted) {
                last.ifPresent(TableSnapshot::close);
            }
        }
        last.ifPresent(snapshot ->
                context.archive().backups().createOfDeleted(reference.namespace(), snapshot));
    }

    private static void delete(
            RequestContext context, TableReference reference, ResponseWriter response) {
        AtomicReference<TableStatistics> before = new AtomicReference<>();
        Table deleted =
                context.database()
                        .tables()
                        .delete(
                                reference.namespace(),
                                reference.name(),
                                table -> {
                                    requireDeletable(table.description(), context.clock().millis());
                                    requireNoReplica(table);
                                    before.set(context.database().items().statistics(table));
                                })
                        .orElseThrow(() -> TableErrors.notFound(reference.name()));
        write(context, deleted.description(), before.get(), response);
    }

    /** A replica may have come since somebody looked; it would stay the replica of nothing. */
    private static void requireNoReplica(Table table) {
        if (!table.replicaRegions().isEmpty()) {
            throw beingUpdated(table.name());
        }
    }

    private static ApiException beingUpdated(String table) {
        return TableErrors.inUse("Table: " + table + " is in the process of being updated.");
    }

    /** The other replicas stay, whichever goes. */
    private static void deleteReplica(
            RequestContext context, Table table, ResponseWriter response) {
        String region = context.namespace().region();
        Set<String> regions = GlobalTable.regions(region, table.description());
        TableStatistics statistics = context.database().items().statistics(table);
        context.database()
                .tables()
                .updateRegions(
                        table.namespace(),
                        table.name(),
                        regions,
                        before -> {
                            TableDescription current =
                                    Optional.ofNullable(before.get(region))
                                            .orElseThrow(() -> TableErrors.notFound(table.name()));
                            requireDeletable(current, context.clock().millis());
                            StrongConsistency.requireDeletable(current);
                            ReplicaUpdates.requireNoSource(current);
                            ReplicaUpdates.requireWithin(regions, region, current);
                            GlobalTable tables = new GlobalTable(before);
                            tables.removeReplica(
                                    region,
                                    context.database().tables().transition(TableStatus.DELETING));
                            return tables.tables();
                        });
        write(context, table.description(), statistics, response);
    }

    private static void requireDeletable(TableDescription table, long nowMillis) {
        switch (table.statusAt(nowMillis)) {
            case CREATING -> throw TableErrors.inUse("Table is being created: " + table.name());
            case DELETING -> throw TableErrors.inUse("Table is being deleted: " + table.name());
            case UPDATING -> {
                if (OnlineIndex.of(table, nowMillis).isEmpty()) {
                    throw beingUpdated(table.name());
                }
            }
            case ACTIVE -> {}
        }
        for (IndexDescription index : table.indexes()) {
            if (index.statusAt(nowMillis) != TableStatus.ACTIVE) {
                throw TableErrors.inUse(
                        "Cannot delete table while indexes are being created, updated, or"
                                + " deleted.");
            }
        }
        if (table.deletionProtection()) {
            throw ApiException.validation(
                    "Resource cannot be deleted as it is currently protected against deletion."
                            + " Disable deletion protection first.");
        }
    }

    private static void write(
            RequestContext context,
            TableDescription deleted,
            TableStatistics before,
            ResponseWriter response) {
        TableDescription shown =
                deleted.toBuilder()
                        .transition(new Transition(TableStatus.DELETING, Long.MAX_VALUE))
                        .build();
        response.startObject();
        new TableDescriptionWriter(response, shown, before, context.clock().instant(), Set.of())
                .writeRemains("TableDescription");
        response.endObject();
    }
}
