package stator.operation.archive;

import static stator.operation.job.JobMembers.number;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * How much of a bulk operation is done.
 *
 * @param inputBytes read, as they lie in the bucket
 * @param totalBytes that there are to be read; {@link #UNKNOWN} until the files have been listed
 * @param processed records seen
 * @param failed records that cannot be items of the table; those whose condition does not hold do
 *     not count as failed
 */
public record BulkProgress(
        long inputBytes, long totalBytes, long processed, long failed, BulkUsage usage) {
    /** The files have not been listed yet. */
    public static final long UNKNOWN = -1;

    static final BulkProgress NONE = new BulkProgress(0, UNKNOWN, 0, 0, BulkUsage.NONE);

    AttributeValue document() {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        members.put("Input", AttributeValue.number(inputBytes));
        members.put("Total", AttributeValue.number(totalBytes));
        members.put("Processed", AttributeValue.number(processed));
        members.put("Failed", AttributeValue.number(failed));
        members.put("Usage", usage.document());
        return AttributeValue.map(Item.of(members));
    }

    static BulkProgress of(Item document) {
        return new BulkProgress(
                number(document, "Input"),
                number(document, "Total"),
                number(document, "Processed"),
                number(document, "Failed"),
                BulkUsage.of(document.get("Usage").map()));
    }
}
