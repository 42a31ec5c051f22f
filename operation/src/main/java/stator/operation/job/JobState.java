package stator.operation.job;

import static stator.operation.job.JobMembers.number;
import static stator.operation.job.JobMembers.text;

import java.util.Map;
import stator.database.table.Namespace;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * What is known of every job, whatever it does. Immutable.
 *
 * @param id the last part of its ARN: the time of its start, a hyphen, eight hexadecimal digits
 * @param tableId empty if there is no such table
 * @param endMillis 0 while it is under way
 * @param failureCode empty if it neither failed nor was cancelled
 */
public record JobState(
        Namespace namespace,
        String id,
        String tableName,
        String tableArn,
        String tableId,
        JobStatus status,
        long startMillis,
        long endMillis,
        String failureCode,
        String failureMessage) {
    /** Checks that only a job that is over has an end, and that a failure has a code. */
    public JobState {
        if (endMillis != 0 && !status.isOver()) {
            throw new IllegalArgumentException("A job that is " + status + " ended");
        }
        if (status == JobStatus.FAILED && failureCode.isEmpty()) {
            throw new IllegalArgumentException("A failure without a code");
        }
    }

    /** It fills a table that there is now. */
    public JobState into(String tableId) {
        return new JobState(
                namespace,
                id,
                tableName,
                tableArn,
                tableId,
                status,
                startMillis,
                endMillis,
                failureCode,
                failureMessage);
    }

    /** It goes on, and is to end soon. */
    public JobState cancelling() {
        return with(JobStatus.CANCELLING, 0, "", "");
    }

    /** It goes on, and will have failed when it ends. */
    public JobState failing(String code, String message) {
        return with(status, 0, code, message);
    }

    /** It is over, and nothing went wrong. */
    public JobState ended(JobStatus status, long endMillis) {
        return with(status, endMillis, "", "");
    }

    /** It is over, and these are AWS's words for why. */
    public JobState ended(JobStatus status, long endMillis, String code, String message) {
        return with(status, endMillis, code, message);
    }

    private JobState with(JobStatus status, long endMillis, String code, String message) {
        return new JobState(
                namespace,
                id,
                tableName,
                tableArn,
                tableId,
                status,
                startMillis,
                endMillis,
                code,
                message);
    }

    /** Adds the members of the record that outlives a restart. */
    public void write(Map<String, AttributeValue> members) {
        members.put("Account", AttributeValue.string(namespace.account()));
        members.put("Region", AttributeValue.string(namespace.region()));
        members.put("Id", AttributeValue.string(id));
        members.put("TableName", AttributeValue.string(tableName));
        members.put("TableArn", AttributeValue.string(tableArn));
        members.put("TableId", AttributeValue.string(tableId));
        members.put("Status", AttributeValue.string(status.name()));
        members.put("Start", AttributeValue.number(startMillis));
        members.put("End", AttributeValue.number(endMillis));
        members.put("FailureCode", AttributeValue.string(failureCode));
        members.put("FailureMessage", AttributeValue.string(failureMessage));
    }

    /** What {@link #write} wrote. */
    public static JobState read(Item document) {
        return new JobState(
                new Namespace(text(document, "Account"), text(document, "Region")),
                text(document, "Id"),
                text(document, "TableName"),
                text(document, "TableArn"),
                text(document, "TableId"),
                JobStatus.valueOf(text(document, "Status")),
                number(document, "Start"),
                number(document, "End"),
                text(document, "FailureCode"),
                text(document, "FailureMessage"));
    }
}
