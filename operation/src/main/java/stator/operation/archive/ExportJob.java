package stator.operation.archive;

import static stator.operation.job.JobRecord.number;
import static stator.operation.job.JobRecord.text;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.database.table.Namespace;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * What is known of an export. Immutable; {@link Exports} keeps the newest.
 *
 * @param id the last part of its ARN, as that of a {@link Backup}
 * @param request what was asked for: the request's own JSON
 * @param fromMillis from when on changes are exported; {@link #FULL} for whole items
 * @param toMillis as of when items are exported, or before when they changed
 * @param endMillis 0 while it is under way
 * @param manifest the key of the manifest's summary; empty until it is there
 * @param failureCode empty if it did not fail
 */
public record ExportJob(
        Namespace namespace,
        String id,
        String tableName,
        String tableArn,
        String tableId,
        String clientToken,
        String request,
        long fromMillis,
        long toMillis,
        Status status,
        long startMillis,
        long endMillis,
        long items,
        long bytes,
        String manifest,
        String failureCode,
        String failureMessage) {
    /** No beginning: the whole table. */
    public static final long FULL = -1;

    /** How far it is; the names are the API's. */
    public enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /** Its ARN. */
    public String arn() {
        return tableArn + "/export/" + id;
    }

    /** Whether it holds changes, not whole items. */
    public boolean isIncremental() {
        return fromMillis != FULL;
    }

    ExportJob completed(long endMillis, long items, long bytes, String manifest) {
        return ended(Status.COMPLETED, endMillis, items, bytes, manifest, "", "");
    }

    ExportJob failed(long endMillis, String code, String message) {
        return ended(Status.FAILED, endMillis, 0, 0, "", code, message);
    }

    private ExportJob ended(
            Status status,
            long endMillis,
            long items,
            long bytes,
            String manifest,
            String failureCode,
            String failureMessage) {
        return new ExportJob(
                namespace,
                id,
                tableName,
                tableArn,
                tableId,
                clientToken,
                request,
                fromMillis,
                toMillis,
                status,
                startMillis,
                endMillis,
                items,
                bytes,
                manifest,
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
        members.put("From", AttributeValue.number(fromMillis));
        members.put("To", AttributeValue.number(toMillis));
        members.put("Status", AttributeValue.string(status.name()));
        members.put("Start", AttributeValue.number(startMillis));
        members.put("End", AttributeValue.number(endMillis));
        members.put("Items", AttributeValue.number(items));
        members.put("Bytes", AttributeValue.number(bytes));
        members.put("Manifest", AttributeValue.string(manifest));
        members.put("FailureCode", AttributeValue.string(failureCode));
        members.put("FailureMessage", AttributeValue.string(failureMessage));
        return Item.of(members);
    }

    static ExportJob of(Item document) {
        return new ExportJob(
                new Namespace(text(document, "Account"), text(document, "Region")),
                text(document, "Id"),
                text(document, "TableName"),
                text(document, "TableArn"),
                text(document, "TableId"),
                text(document, "Token"),
                text(document, "Request"),
                number(document, "From"),
                number(document, "To"),
                Status.valueOf(text(document, "Status")),
                number(document, "Start"),
                number(document, "End"),
                number(document, "Items"),
                number(document, "Bytes"),
                text(document, "Manifest"),
                text(document, "FailureCode"),
                text(document, "FailureMessage"));
    }
}
