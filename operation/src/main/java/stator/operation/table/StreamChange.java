package stator.operation.table;

import java.time.Instant;
import stator.database.Tables;
import stator.database.table.Replication;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.operation.replica.StrongConsistency;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/** What a StreamSpecification of an UpdateTable request makes of a table's stream. */
final class StreamChange {
    private StreamChange() {}

    /**
     * The stream from now on.
     *
     * @throws ApiException if the request contradicts itself or the table
     */
    static StreamSettings of(Struct specification, TableDescription table, Instant now) {
        boolean enable = specification.bool("StreamEnabled");
        boolean viewGiven = specification.has("StreamViewType");
        if (enable && !viewGiven) {
            throw TableErrors.invalid("If stream is being enabled then UpdateViewType is required");
        }
        if (!enable && viewGiven) {
            throw TableErrors.invalid(
                    "If stream is being disabled, then UpdateViewType must not be specified");
        }
        StreamSettings stream = table.stream();
        if (enable && stream.enabled()) {
            throw ApiException.validation(
                    "Table already has an enabled stream: TableName: " + table.name());
        }
        if (!enable && isCarriedByStream(table)) {
            throw TableErrors.invalid(
                    "Disabling Stream is not allowed for a Global Table replica.");
        }
        if (!enable && !stream.enabled()) {
            throw ApiException.validation(
                    "Table has no stream to disable: TableName: " + table.name());
        }
        return enable
                ? new StreamSettings(
                        true,
                        StreamSettings.View.valueOf(specification.string("StreamViewType")),
                        newLabel(stream, now.toEpochMilli()))
                : new StreamSettings(false, stream.view(), stream.label());
    }

    /** Strongly consistent replicas need no streams. */
    private static boolean isCarriedByStream(TableDescription table) {
        return Replication.of(table).isPresent() && !StrongConsistency.isStrong(table);
    }

    /** The label says when; two streams of one millisecond still differ. */
    private static String newLabel(StreamSettings stream, long nowMillis) {
        String label = Tables.streamLabel(nowMillis);
        return label.equals(stream.label()) ? Tables.streamLabel(nowMillis + 1) : label;
    }
}
