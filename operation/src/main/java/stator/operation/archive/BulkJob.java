package stator.operation.archive;

import static stator.operation.job.JobRecord.number;
import static stator.operation.job.JobRecord.text;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.database.table.Namespace;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * What is known of a bulk operation. Immutable; {@link BulkOperations} keeps the newest.
 *
 * @param id the last part of its ARN, as that of a {@link Backup}
 * @param request what was asked for: the request's own JSON
 * @param endMillis 0 while it is under way
 * @param checkpoint where to go on after a crash, see {@link BulkRun}; empty at the beginning and
 *     when it is over
 * @param failureCode empty if it neither failed nor was cancelled
 */
public record BulkJob(
        Namespace namespace,
        String id,
        String tableName,
        String tableArn,
        String tableId,
        String clientToken,
        String request,
        Status status,
        long startMillis,
        long endMillis,
        BulkProgress progress,
        Item checkpoint,
        String failureCode,
        String failureMessage) {

    /** How far it is; the names are the API's. */
    public enum Status {
        IN_PROGRESS,
        COMPLETED,
        COMPLETED_WITH_ERRORS,
        CANCELLING,
        CANCELLED,
        FAILED;

        /** Whether nothing more will be done. */
        public boolean isOver() {
            return this != IN_PROGRESS && this != CANCELLING;
        }
    }

    /** Its ARN. */
    public String arn() {
        return tableArn + "/bulk-operation/" + id;
    }

    BulkJob reached(BulkProgress progress, Item checkpoint) {
        return with(status, 0, progress, checkpoint, "", "");
    }

    BulkJob cancelling() {
        return with(Status.CANCELLING, 0, progress, checkpoint, "", "");
    }

    BulkJob ended(Status status, long endMillis, String failureCode, String failureMessage) {
        return with(status, endMillis, progress, Item.EMPTY, failureCode, failureMessage);
    }

    private BulkJob with(
            Status status,
            long endMillis,
            BulkProgress progress,
            Item checkpoint,
            String failureCode,
            String failureMessage) {
        return new BulkJob(
                namespace,
                id,
                tableName,
                tableArn,
                tableId,
                clientToken,
                request,
                status,
                startMillis,
                endMillis,
                progress,
                checkpoint,
                failureCode,
                failureMessage);
    }

    /** As a record that outlives a restart. */
    Item document() {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        members.put("Account", AttributeValue.string(namespace.account()));
        members.put("Region", AttributeValue.string(namespace.region()));
        members.put("Id", AttributeValue.string(id));
        members.put("TableName", AttributeValue.string(tableName));
        members.put("TableArn", AttributeValue.string(tableArn));
        members.put("TableId", AttributeValue.string(tableId));
        members.put("Token", AttributeValue.string(clientToken));
        members.put("Request", AttributeValue.string(request));
        members.put("Status", AttributeValue.string(status.name()));
        members.put("Start", AttributeValue.number(startMillis));
        members.put("End", AttributeValue.number(endMillis));
        members.put("Progress", progress.document());
        members.put("Checkpoint", AttributeValue.map(checkpoint));
        members.put("FailureCode", AttributeValue.string(failureCode));
        members.put("FailureMessage", AttributeValue.string(failureMessage));
        return Item.of(members);
    }

    static BulkJob of(Item document) {
        return new BulkJob(
                new Namespace(text(document, "Account"), text(document, "Region")),
                text(document, "Id"),
                text(document, "TableName"),
                text(document, "TableArn"),
                text(document, "TableId"),
                text(document, "Token"),
                text(document, "Request"),
                Status.valueOf(text(document, "Status")),
                number(document, "Start"),
                number(document, "End"),
                BulkProgress.of(document.get("Progress").map()),
                document.get("Checkpoint").map(),
                text(document, "FailureCode"),
                text(document, "FailureMessage"));
    }
}
