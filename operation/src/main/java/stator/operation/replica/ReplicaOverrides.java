package stator.operation.replica;

import java.time.Clock;
import java.util.Optional;
import stator.database.table.Billing;
import stator.database.table.IndexDescription;
import stator.database.table.TableClass;
import stator.database.table.TableDescription;
import stator.database.table.Throughput;
import stator.model.ApiException;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/** What a request makes different in one replica: capacity for reads, and the table class. */
final class ReplicaOverrides {
    private static final long REMOVED = -1;

    private final Struct details;
    private final Clock clock;

    ReplicaOverrides(Struct details, Clock clock) {
        this.details = details;
        this.clock = clock;
    }

    /** A new replica with them. AWS lets capacity be given for a table that has none. */
    TableDescription ofNew(TableDescription table) {
        return changed(table, false);
    }

    /** A replica with them. */
    TableDescription of(TableDescription table) {
        return changed(table, true);
    }

    private TableDescription changed(TableDescription table, boolean strict) {
        Billing.Mode mode = table.billing().mode();
        TableDescription.Builder changed =
                table.toBuilder()
                        .throughput(throughput(details, table.throughput(), mode, strict, false));
        details.findString("TableClassOverride")
                .map(name -> new TableClass(name, true, clock.millis()))
                .ifPresent(changed::tableClass);
        for (Struct update : details.structs("GlobalSecondaryIndexes")) {
            String name = update.string("IndexName");
            Optional<IndexDescription> index = table.index(name);
            if (index.isEmpty() && strict) {
                throw TableErrors.indexNotFound(name, table.name());
            }
            index.map(found ->
                            found.withThroughput(
                                    throughput(update, found.throughput(), mode, strict, true)))
                    .ifPresent(changed::replaceIndex);
        }
        return changed.build();
    }

    /**
     * @param ofIndex which keeps a maximum that was removed as -1; that of a table is gone
     *     (measured)
     */
    private static Throughput throughput(
            Struct owner, Throughput current, Billing.Mode mode, boolean strict, boolean ofIndex) {
        Throughput changed = current;
        if (owner.has("ProvisionedThroughputOverride")) {
            if (mode == Billing.Mode.PROVISIONED) {
                changed =
                        owner.struct("ProvisionedThroughputOverride").has("ReadCapacityUnits")
                                ? changed.withReadUnits(
                                        owner.struct("ProvisionedThroughputOverride")
                                                .longInteger("ReadCapacityUnits"))
                                : changed;
            } else if (strict) {
                throw ApiException.validation(
                        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when"
                                + " BillingMode is PAY_PER_REQUEST");
            }
        }
        if (owner.has("OnDemandThroughputOverride")) {
            if (mode == Billing.Mode.PROVISIONED) {
                throw ApiException.validation(
                        "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the"
                                + " table BillingMode is PROVISIONED");
            }
            long maximum =
                    owner.struct("OnDemandThroughputOverride")
                            .longInteger("MaxReadRequestUnits", REMOVED);
            changed =
                    changed.withMaximum(
                            maximum == REMOVED && !ofIndex ? Throughput.UNSET : maximum,
                            changed.writeUnitsMax());
        }
        return changed;
    }
}
