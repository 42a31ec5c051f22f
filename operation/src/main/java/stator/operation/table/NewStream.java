package stator.operation.table;

import stator.database.table.StreamSettings;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/** The stream of a table that is to be made, as its request says it. */
final class NewStream {
    private NewStream() {}

    /** The stream that is asked for; the catalog gives it its label. */
    static StreamSettings read(Struct request) {
        if (!request.has("StreamSpecification")) {
            return StreamSettings.NONE;
        }
        Struct specification = request.struct("StreamSpecification");
        boolean viewGiven = specification.has("StreamViewType");
        if (!specification.bool("StreamEnabled")) {
            if (viewGiven) {
                throw TableErrors.invalid(
                        "Table is being created with a stream disabled, UpdateViewType should not"
                                + " be specified");
            }
            return StreamSettings.NONE;
        }
        if (!viewGiven) {
            throw TableErrors.invalid(
                    "Table is being created with a stream enabled, UpdateViewType is required");
        }
        return new StreamSettings(
                true, StreamSettings.View.valueOf(specification.string("StreamViewType")), "");
    }
}
