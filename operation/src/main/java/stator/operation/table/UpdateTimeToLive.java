package stator.operation.table;

import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.TimeToLive;
import stator.model.ApiException;
import stator.operation.replica.StrongConsistency;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * UpdateTimeToLive. AWS makes half an hour pass between two changes; here the next may follow as
 * soon as the last one is in force.
 */
public final class UpdateTimeToLive implements Operation {
    @Override
    public String name() {
        return "UpdateTimeToLive";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        Struct specification = request.struct("TimeToLiveSpecification");
        TimeToLive wanted =
                new TimeToLive(
                        specification.string("AttributeName"),
                        specification.bool("Enabled"),
                        context.clock().millis(),
                        context.database().tables().settledMillis());
        context.database()
                .tables()
                .updateShared(
                        context.namespace(),
                        reference.name(),
                        table -> {
                            requireUpdatable(table, context.clock().millis());
                            StrongConsistency.requireTimeToLive(table);
                            requireChange(TimeToLive.of(table), wanted);
                            requireSettled(TimeToLive.of(table), context.clock().millis());
                            return wanted.in(table);
                        })
                .orElseThrow(() -> TableErrors.notFound(reference.name()));
        response.startObject()
                .field("TimeToLiveSpecification")
                .startObject()
                .member("AttributeName", wanted.attribute())
                .member("Enabled", wanted.enabled())
                .endObject()
                .endObject();
    }

    private static void requireUpdatable(TableDescription table, long nowMillis) {
        if (table.statusAt(nowMillis) == TableStatus.CREATING) {
            throw TableErrors.inUse("Table is being created: " + table.name());
        }
    }

    private static void requireChange(TimeToLive current, TimeToLive wanted) {
        if (!current.enabled()) {
            if (!wanted.enabled()) {
                throw ApiException.validation("TimeToLive is already disabled");
            }
            return;
        }
        if (!current.attribute().equals(wanted.attribute())) {
            throw ApiException.validation(
                    "TimeToLive is active on a different AttributeName: current AttributeName is "
                            + current.attribute());
        }
        if (wanted.enabled()) {
            throw ApiException.validation("TimeToLive is already enabled");
        }
    }

    private static void requireSettled(TimeToLive current, long nowMillis) {
        if (!current.isSettledAt(nowMillis)) {
            throw ApiException.validation(
                    "Time to live has been modified multiple times within a fixed interval");
        }
    }
}
