package stator.operation.archive;

import java.util.Map;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.job.JobMembers;

/**
 * How far a bulk operation is: how many records of a file are done; those of all files before it
 * are.
 */
record BulkPosition(String file, long records) {
    /** Before the first record of the first file. */
    static final BulkPosition START = new BulkPosition("", 0);

    /** The position that a checkpoint has. */
    static BulkPosition of(Item checkpoint) {
        return checkpoint.isEmpty()
                ? START
                : new BulkPosition(
                        JobMembers.text(checkpoint, "File"),
                        JobMembers.number(checkpoint, "Records"));
    }

    /** Adds the position to a checkpoint. */
    void write(Map<String, AttributeValue> checkpoint) {
        checkpoint.put("File", AttributeValue.string(file));
        checkpoint.put("Records", AttributeValue.number(records));
    }

    /** Whether that record is done, the first one being 1. */
    boolean isAfter(String otherFile, long record) {
        int order = file.compareTo(otherFile);
        return order > 0 || order == 0 && records >= record;
    }
}
