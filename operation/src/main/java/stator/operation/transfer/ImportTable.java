package stator.operation.transfer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.archive.ImportJob;
import stator.operation.format.Compression;
import stator.operation.format.CsvOptions;
import stator.operation.format.ItemFormat;
import stator.operation.job.ItemRules;
import stator.operation.job.JobStatus;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.operation.table.CreateTable;
import stator.operation.target.ItemKeys;
import stator.operation.target.SizeLimit;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * ImportTable: a new table from the files of a bucket. The table is CREATING until all of them are
 * read.
 */
public final class ImportTable implements Operation {
    /** What AWS asks of the items of an import: the same as of those of PutItem. */
    public static final ItemRules RULES =
            (item, table) -> {
                ItemKeys.requireItem(item, table);
                SizeLimit.requireItem(item);
            };

    private static final long TOKEN_VALID_MILLIS = 8 * 60 * 60 * 1_000L;

    @Override
    public String name() {
        return "ImportTable";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        request.findStruct("TableCreationParameters")
                .ifPresent(table -> named.tableIn(table, "TableName"));
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        ImportJob.Request wanted = read(context, request);
        Struct parameters = request.struct("TableCreationParameters");
        TableReference target =
                new TableReference(context.namespace(), parameters.string("TableName"));
        Optional<ImportJob> repeated = repeated(context, wanted.clientToken(), target);
        ImportJob job =
                repeated.isPresent()
                        ? repeated.get()
                        : start(
                                context,
                                wanted,
                                CreateTable.read(context, parameters, target.name()),
                                target);
        response.startObject();
        new ImportWriter(response, job, context.namespace()).writeBeginning();
        response.endObject();
    }

    private static ImportJob.Request read(RequestContext context, Struct request) {
        ItemFormat format = ItemFormat.valueOf(request.string("InputFormat"));
        if (request.has("InputFormatOptions") && format != ItemFormat.CSV) {
            throw ApiException.validation(
                    "Invalid Request: Unsupported InputFormatOptions for the given input format: "
                            + format
                            + ".");
        }
        if (!request.has("ClientToken")) {
            // That AWS refuses it is measured, its words are not: those for what must be there.
            throw ApiException.validation(
                    "1 validation error detected: Value null at 'clientToken' failed to satisfy"
                            + " constraint: Member must not be null");
        }
        Struct source = request.struct("S3BucketSource");
        return new ImportJob.Request(
                request.string("ClientToken"),
                source.string("S3Bucket"),
                source.string("S3BucketOwner", context.namespace().account()),
                source.string("S3KeyPrefix", ""),
                format,
                csv(request),
                Compression.valueOf(request.string("InputCompressionType", "NONE")),
                request.findStruct("InputFormatOptions").map(Struct::json).orElse(""),
                request.struct("TableCreationParameters").json());
    }

    private static CsvOptions csv(Struct request) {
        Optional<Struct> csv =
                request.findStruct("InputFormatOptions")
                        .flatMap(options -> options.findStruct("Csv"));
        if (csv.isEmpty()) {
            return new CsvOptions(',', List.of(), true);
        }
        String delimiter = csv.get().string("Delimiter", ",");
        List<String> header = csv.get().strings("HeaderList");
        return new CsvOptions(delimiter.charAt(0), header, true);
    }

    /**
     * The import that was begun with the same token. AWS compares nothing but the table's name, and
     * once the import has made its table, a repetition meets that like any other request.
     */
    private static Optional<ImportJob> repeated(
            RequestContext context, String token, TableReference target) {
        long now = context.clock().millis();
        for (ImportJob job : context.archive().imports().list(context.namespace())) {
            if (!job.request().clientToken().equals(token)
                    || now - job.startMillis() > TOKEN_VALID_MILLIS) {
                continue;
            }
            if (!job.tableName().equals(target.name())) {
                throw ApiException.of(
                        ErrorCode.IMPORT_CONFLICT,
                        "Import conflict: Duplicate request detected with conflicting parameters");
            }
            boolean isMade =
                    job.status() != JobStatus.IN_PROGRESS && target.find(context).isPresent();
            return isMade ? Optional.empty() : Optional.of(job);
        }
        return Optional.empty();
    }

    private static ImportJob start(
            RequestContext context,
            ImportJob.Request wanted,
            TableDescription table,
            TableReference target) {
        CreateTable.requireRoom(context, target);
        if (target.find(context).isPresent()) {
            throw TableErrors.alreadyExists(target.name());
        }
        return context.archive()
                .imports()
                .start(context.namespace(), wanted, table, RULES)
                .orElseThrow(() -> TableErrors.alreadyExists(target.name()));
    }
}
