package stator.operation.archive;

import static stator.operation.job.JobMembers.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.format.Compression;
import stator.operation.format.CsvOptions;
import stator.operation.format.ItemFormat;
import stator.operation.job.JobState;
import stator.operation.job.KeptJob;

/**
 * What is known of an import. Immutable; {@link Imports} keeps the newest.
 *
 * @param request what was asked for
 */
public record ImportJob(JobState state, Request request, ImportCounts counts) implements KeptJob {

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

    @Override
    public String arn() {
        return tableArn() + "/import/" + id();
    }

    ImportJob with(JobState state, ImportCounts counts) {
        return new ImportJob(state, request, counts);
    }

    @Override
    public Item document() {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        state.write(members);
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
        members.put("Counts", AttributeValue.map(counts.document()));
        return Item.of(members);
    }

    static ImportJob of(Item document) {
        List<String> header = new ArrayList<>();
        document.get("Header").list().forEach(name -> header.add(name.text()));
        return new ImportJob(
                JobState.read(document),
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
                ImportCounts.of(document.get("Counts").map()));
    }
}
