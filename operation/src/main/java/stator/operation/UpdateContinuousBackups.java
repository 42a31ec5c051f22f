package stator.operation;

import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/**
 * UpdateContinuousBackups. Point-in-time recovery is refused, with the error that the API has for
 * it, rather than accepted without a history to recover from; switching it off is always granted.
 */
final class UpdateContinuousBackups implements Operation {
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
        reference.requireForBackups(context);
        if (enable) {
            throw ApiException.of(
                    ErrorCode.CONTINUOUS_BACKUPS_UNAVAILABLE,
                    "Point-in-time recovery is not available for the table: " + reference.name());
        }
        DescribeContinuousBackups.write(response);
    }
}
