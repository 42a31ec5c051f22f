package stator.operation.archive;

import static stator.operation.job.JobRecord.number;
import static stator.operation.job.JobRecord.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.database.table.Namespace;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.format.Compression;
import stator.operation.format.CsvOptions;
import stator.operation.format.ItemFormat;

/**
 * What is known of an import. Immutable; {@link Imports} keeps the newest.
 *
 * @param id the last part of its ARN, as that of a {@link Backup}
 * @param request what was asked for
 * @param failureCode empty if it did not fail
 * @param endMillis 0 while it is under way
 */
public record ImportJob(
        Namespace namespace,
        String id,
        String tableName,
        String tableArn,
        String tableId,
        Request request,
        Status status,
        long startMillis,
        long endMillis,
        ImportCounts counts,
        String failureCode,
        String failureMessage) {

    /** How far it is; the names are the API's. */
    public enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /**
     * Where the items come from and how they lie there.
     *
     * @param clientToken of the request; the SDKs make one for each
     * @param bucketOwner as the request says it; empty if it does not
     * @param prefix what the keys of the files begin with
     * @param formatOptions the request's own JSON, to be shown; empty if there is none
     * @param table the request's description of the table to be, its own JSON, to be shown
     */
    public record Request(
            String clientToken,
            String bucket,
            String bucketOwner,
            String prefix,
            ItemFormat format,
            CsvOptions csv,
            Compression compression,
            String formatOptions,
            String table) {}

    /** Its ARN. */
    public String arn() {
        return tableArn + "/import/" + id;
    }

    ImportJob ended(
            Status status, long endMillis, ImportCounts counts, String code, String message) {
        return new ImportJob(
                namespace,
                id,
                tableName,
                tableArn,
                tableId,
                request,
                status,
                startMillis,
                endMillis,
                counts,
                code,
                message);
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
        members.put("Token", AttributeValue.string(request.clientToken));
        members.put("Bucket", AttributeValue.string(request.bucket));
        members.put("Owner", AttributeValue.string(request.bucketOwner));
        members.put("Prefix", AttributeValue.string(request.prefix));
        members.put("Format", AttributeValue.string(request.format.name()));
        members.put("Delimiter", AttributeValue.string("" + request.csv.delimiter()));
        members.put(
                "Header",
                AttributeValue.list(
                        request.csv.header().stream().map(AttributeValue::string).toList()));
        members.put("Compression", AttributeValue.string(request.compression.name()));
        members.put("FormatOptions", AttributeValue.string(request.formatOptions));
        members.put("Table", AttributeValue.string(request.table));
        members.put("Status", AttributeValue.string(status.name()));
        members.put("Start", AttributeValue.number(startMillis));
        members.put("End", AttributeValue.number(endMillis));
        members.put("Counts", AttributeValue.map(counts.document()));
        members.put("FailureCode", AttributeValue.string(failureCode));
        members.put("FailureMessage", AttributeValue.string(failureMessage));
        return Item.of(members);
    }

    static ImportJob of(Item document) {
        List<String> header = new ArrayList<>();
        document.get("Header").list().forEach(name -> header.add(name.text()));
        return new ImportJob(
                new Namespace(text(document, "Account"), text(document, "Region")),
                text(document, "Id"),
                text(document, "TableName"),
                text(document, "TableArn"),
                text(document, "TableId"),
                new Request(
                        text(document, "Token"),
                        text(document, "Bucket"),
                        text(document, "Owner"),
                        text(document, "Prefix"),
                        ItemFormat.valueOf(text(document, "Format")),
                        new CsvOptions(text(document, "Delimiter").charAt(0), header, true),
                        Compression.valueOf(text(document, "Compression")),
                        text(document, "FormatOptions"),
                        text(document, "Table")),
                Status.valueOf(text(document, "Status")),
                number(document, "Start"),
                number(document, "End"),
                ImportCounts.of(document.get("Counts").map()),
                text(document, "FailureCode"),
                text(document, "FailureMessage"));
    }
}
