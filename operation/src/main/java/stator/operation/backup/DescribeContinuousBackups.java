package stator.operation.backup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.TableDescription;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * DescribeContinuousBackups. A table can be restored to this very second, where AWS's can be
 * restored to five minutes ago.
 */
public final class DescribeContinuousBackups implements Operation {
    @Override
    public String name() {
        return "DescribeContinuousBackups";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        write(context, reference.requireForBackups(context).description(), response);
    }

    /** The description, as the whole answer. */
    static void write(RequestContext context, TableDescription table, ResponseWriter response) {
        Optional<PointInTimeRecovery> recovery = PointInTimeRecovery.of(table);
        response.startObject()
                .field("ContinuousBackupsDescription")
                .startObject()
                .member("ContinuousBackupsStatus", "ENABLED")
                .field("PointInTimeRecoveryDescription")
                .startObject();
        recovery.ifPresent(enabled -> {
            RestorableTimes times = RestorableTimes.of(context, enabled);
            response.member("EarliestRestorableDateTime", times.earliest());
            response.member("LatestRestorableDateTime", times.latest());
        });
        response.member("PointInTimeRecoveryStatus", recovery.isPresent() ? "ENABLED" : "DISABLED");
        recovery.ifPresent(
                enabled -> response.member("RecoveryPeriodInDays", enabled.periodDays()));
        response.endObject().endObject().endObject();
    }

    /**
     * Between which seconds, both included, a table can be restored. By the time of the changes: if
     * the clock was set back, what was written before is the latest still.
     */
    public record RestorableTimes(Instant earliest, Instant latest) {
        public static RestorableTimes of(RequestContext context, PointInTimeRecovery recovery) {
            long now = context.database().nowMillis();
            return new RestorableTimes(
                    seconds(Instant.ofEpochMilli(recovery.earliestMillis(now))),
                    seconds(Instant.ofEpochMilli(now)));
        }

        private static Instant seconds(Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS);
        }

        public boolean contain(Instant time) {
            return !time.isBefore(earliest) && !seconds(time).isAfter(latest);
        }
    }
}
