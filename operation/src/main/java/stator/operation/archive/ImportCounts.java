package stator.operation.archive;

import static stator.operation.job.JobMembers.number;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * How much of an import is done.
 *
 * @param bytes read, as they lie in the bucket
 * @param processed records seen
 * @param imported records that are items of the table now
 * @param errors records that could not be
 */
public record ImportCounts(long bytes, long processed, long imported, long errors) {
    static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0);

    Item document() {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        members.put("Bytes", AttributeValue.number(bytes));
        members.put("Processed", AttributeValue.number(processed));
        members.put("Imported", AttributeValue.number(imported));
        members.put("Errors", AttributeValue.number(errors));
        return Item.of(members);
    }

    static ImportCounts of(Item document) {
        return new ImportCounts(
                number(document, "Bytes"),
                number(document, "Processed"),
                number(document, "Imported"),
                number(document, "Errors"));
    }
}
