package stator.operation.transfer;

import java.time.Instant;
import java.util.Map;
import stator.operation.archive.BulkJob;
import stator.operation.archive.BulkProgress;
import stator.operation.archive.BulkRequest;
import stator.operation.archive.BulkUsage;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** Writes what there is to say of a bulk operation. */
final class BulkOperationWriter {
    private final ResponseWriter response;
    private final BulkJob job;

    BulkOperationWriter(ResponseWriter response, BulkJob job) {
        this.response = response;
        this.job = job;
    }

    /** {@code BulkOperationDescription}. */
    void writeDescription() {
        Struct request = BulkRequest.of(job).members();
        BulkProgress progress = job.progress();
        response.field("BulkOperationDescription").startObject();
        response.member("BulkOperationArn", job.arn());
        response.member("BulkOperationStatus", job.status().name());
        writeUsage(request.string("TableName"), progress.usage());
        response.member("ClientToken", job.clientToken());
        writeEnd();
        response.member("FailedItemCount", progress.failed());
        if (!job.failureCode().isEmpty()) {
            response.member("FailureCode", job.failureCode());
            response.member("FailureMessage", job.failureMessage());
        }
        response.field("InputS3Configuration").struct(request.struct("InputS3Configuration"));
        if (request.has("MaxWriteRequestUnits")) {
            response.member("MaxWriteRequestUnits", request.longInteger("MaxWriteRequestUnits"));
        }
        response.field("OutputS3Configuration").struct(request.struct("OutputS3Configuration"));
        response.member("PerformanceTier", request.string("PerformanceTier", "STANDARD"));
        response.member("ProcessedInputBytes", progress.inputBytes());
        response.member("ProcessedItemCount", progress.processed());
        response.member("StartTime", Instant.ofEpochMilli(job.startMillis()));
        response.field("TableDetails").startArray();
        response.startObject()
                .member("TableId", job.tableId())
                .member("TableName", request.string("TableName"))
                .endObject();
        response.endArray();
        if (progress.totalBytes() != BulkProgress.UNKNOWN) {
            response.member("TotalInputBytes", progress.totalBytes());
        }
        response.endObject();
    }

    private void writeUsage(String table, BulkUsage usage) {
        response.field("BulkOperationUsage").startArray().startObject();
        response.member("BulkPutBytes", usage.bytes());
        writeIndexes("GlobalSecondaryIndexes", "BulkPutBytes", usage.global());
        writeIndexes("LocalSecondaryIndexes", "BulkPutBytes", usage.local());
        response.field("Table").startObject().member("BulkPutBytes", usage.table()).endObject();
        response.member("TableName", table);
        writeIndexes("VectorIndexes", "BulkPutVectorBytes", usage.vector());
        response.endObject().endArray();
    }

    private void writeIndexes(String member, String bytesMember, Map<String, Long> indexes) {
        if (indexes.isEmpty()) {
            return;
        }
        response.field(member).startObject();
        indexes.forEach((name, bytes) ->
                response.field(name).startObject().member(bytesMember, bytes).endObject());
        response.endObject();
    }

    /** An element of {@code BulkOperationsSummaryList}. */
    void writeSummary() {
        response.startObject();
        response.member("BulkOperationArn", job.arn());
        response.member("BulkOperationStatus", job.status().name());
        writeEnd();
        response.member("StartTime", Instant.ofEpochMilli(job.startMillis()));
        response.endObject();
    }

    private void writeEnd() {
        if (job.status().isOver()) {
            response.member("EndTime", Instant.ofEpochMilli(job.endMillis()));
        }
    }
}
