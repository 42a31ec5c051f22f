package stator.operation.transfer;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import stator.database.table.Replication;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.operation.archive.BulkJob;
import stator.operation.archive.BulkRequest;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.operation.table.OnlineIndex;
import stator.operation.transaction.TransactionCommit;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * StartBulkPutItems: puts the items of files of a bucket into a table that is in use, each under a
 * condition if the file says one.
 *
 * <p>The rules are those of AWS's documentation of November 2026; what AWS says of a request that
 * breaks them is not on record.
 */
public final class StartBulkPutItems implements Operation {
    private static final long TOKEN_VALID_MILLIS = 8 * 60 * 60 * 1_000L;

    /** Held from the look for a token until its operation is there: one token, one operation. */
    private final Object tokens = new Object();

    @Override
    public String name() {
        return "StartBulkPutItems";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        requireConsistent(request.struct("OutputS3Configuration"));
        BulkJob job;
        synchronized (tokens) {
            Optional<BulkJob> repeated = repeated(context, request);
            job = repeated.isPresent() ? repeated.get() : start(context, request, reference);
        }
        response.startObject();
        new BulkOperationWriter(response, job).writeDescription();
        response.endObject();
    }

    private static void requireConsistent(Struct output) {
        if (!output.has("S3Bucket")) {
            throw invalid("S3Bucket must be provided in OutputS3Configuration");
        }
        if (output.has("S3SseKmsKeyId") && !output.string("S3SseAlgorithm", "").equals("KMS")) {
            throw invalid("KMS Key Id is not supported for this encryption type");
        }
    }

    private static ApiException invalid(String problem) {
        return ApiException.validation("Invalid Request: " + problem);
    }

    /** The operation that was begun with the same token, be it over or not. */
    private static Optional<BulkJob> repeated(RequestContext context, Struct request) {
        if (!request.has("ClientToken")) {
            return Optional.empty();
        }
        long now = context.clock().millis();
        for (BulkJob job : context.archive().bulkOperations().list(context.namespace())) {
            if (job.clientToken().equals(request.string("ClientToken"))
                    && now - job.startMillis() <= TOKEN_VALID_MILLIS) {
                byte[] before = BulkRequest.of(job).members().fingerprint();
                if (!Arrays.equals(before, request.fingerprint())) {
                    throw TransactionCommit.mismatched();
                }
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    private static BulkJob start(RequestContext context, Struct request, TableReference reference) {
        Table table = reference.require(context);
        requireReady(context, table.description());
        String token =
                request.findString("ClientToken")
                        .orElseGet(() ->
                                new UUID(context.random().nextLong(), context.random().nextLong())
                                        .toString());
        return context.archive()
                .bulkOperations()
                .start(table, BulkRequest.of(request), token, ImportTable.RULES);
    }

    /** No table of a global one, none that is coming or going, and none whose index is coming. */
    private static void requireReady(RequestContext context, TableDescription table) {
        if (Replication.of(table).isPresent()) {
            throw invalid("Bulk put items does not support global tables");
        }
        long now = context.clock().millis();
        switch (table.statusAt(now)) {
            case CREATING -> throw TableErrors.inUse("Table is being created: " + table.name());
            case DELETING -> throw TableErrors.inUse("Table is being deleted: " + table.name());
            case ACTIVE, UPDATING -> {
                Optional<OnlineIndex> index = OnlineIndex.of(table, now);
                if (index.isPresent() && index.get().phase() != OnlineIndex.Phase.DELETING) {
                    throw TableErrors.inUse(
                            "Index is being created. Table: "
                                    + table.name()
                                    + " Index: "
                                    + index.get().index().name());
                }
            }
        }
    }
}
