package stator.operation.backup;

import java.util.Optional;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * UpdateContinuousBackups: switches point-in-time recovery on and off, and changes how far it goes
 * back. Once it was off, its history begins anew.
 */
public final class UpdateContinuousBackups implements Operation {
    @Override
    public String name() {
        return "UpdateContinuousBackups";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        Struct specification = request.struct("PointInTimeRecoverySpecification");
        boolean enable = specification.bool("PointInTimeRecoveryEnabled");
        if (!enable && specification.has("RecoveryPeriodInDays")) {
            throw ApiException.validation(
                    "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling"
                            + " point-in-time recovery.");
        }
        Table table =
                context.database()
                        .tables()
                        .update(
                                context.namespace(),
                                reference.name(),
                                current ->
                                        enable
                                                ? enabled(context, current, specification)
                                                : PointInTimeRecovery.off(current))
                        .orElseThrow(reference::notFoundForBackups);
        DescribeContinuousBackups.write(context, table.description(), response);
    }

    private static TableDescription enabled(
            RequestContext context, TableDescription table, Struct specification) {
        Optional<PointInTimeRecovery> before = PointInTimeRecovery.of(table);
        int days =
                specification.integer(
                        "RecoveryPeriodInDays",
                        before.map(PointInTimeRecovery::periodDays)
                                .orElse(PointInTimeRecovery.PERIOD_DAYS_MAX));
        long since =
                before.map(PointInTimeRecovery::sinceMillis)
                        .orElseGet(context.database()::nowMillis);
        return new PointInTimeRecovery(since, days).in(table);
    }
}
