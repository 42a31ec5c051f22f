package stator.operation.transfer;

import java.time.Instant;
import stator.operation.archive.ExportJob;
import stator.operation.archive.ExportRequest;
import stator.operation.job.JobStatus;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** Writes what AWS says of an export. */
final class ExportWriter {
    private final ResponseWriter response;
    private final ExportJob job;

    ExportWriter(ResponseWriter response, ExportJob job) {
        this.response = response;
        this.job = job;
    }

    /** {@code ExportDescription}. */
    void writeDescription() {
        Struct request = ExportRequest.of(job).members();
        boolean completed = job.status() == JobStatus.COMPLETED;
        response.field("ExportDescription").startObject();
        if (completed) {
            response.member("BilledSizeBytes", job.bytes());
        }
        response.member("ClientToken", job.clientToken());
        response.member("DestinationType", "S3");
        if (job.status() != JobStatus.IN_PROGRESS) {
            response.member("EndTime", Instant.ofEpochMilli(job.endMillis()));
        }
        response.member("ExportArn", job.arn());
        response.member("ExportFormat", request.string("ExportFormat", "DYNAMODB_JSON"));
        if (completed) {
            response.member("ExportManifest", job.manifest());
        }
        response.member("ExportStatus", job.status().name());
        if (!job.isIncremental()) {
            response.member("ExportTime", Instant.ofEpochMilli(job.toMillis()));
        }
        echo(request, "ExportType");
        if (!job.failureCode().isEmpty()) {
            response.member("FailureCode", job.failureCode());
            response.member("FailureMessage", job.failureMessage());
        }
        request.findStruct("FilterSpecification")
                .ifPresent(filter -> response.field("FilterSpecification").struct(filter));
        if (job.isIncremental()) {
            writePeriod(request.struct("IncrementalExportSpecification"));
        }
        if (completed) {
            response.member("ItemCount", job.items());
        }
        echo(request, "S3Bucket");
        echo(request, "S3BucketOwner");
        echo(request, "S3Prefix");
        response.member("S3SseAlgorithm", request.string("S3SseAlgorithm", "AES256"));
        echo(request, "S3SseKmsKeyId");
        response.member("StartTime", Instant.ofEpochMilli(job.startMillis()));
        response.member("TableArn", job.tableArn());
        response.member("TableId", job.tableId());
        response.endObject();
    }

    private void echo(Struct request, String member) {
        request.findString(member).ifPresent(value -> response.member(member, value));
    }

    private void writePeriod(Struct specification) {
        response.field("IncrementalExportSpecification")
                .startObject()
                .member("ExportFromTime", Instant.ofEpochMilli(job.fromMillis()))
                .member("ExportToTime", Instant.ofEpochMilli(job.toMillis()))
                .member(
                        "ExportViewType",
                        specification.string("ExportViewType", "NEW_AND_OLD_IMAGES"))
                .endObject();
    }

    /** An element of {@code ExportSummaries}. */
    void writeSummary() {
        response.startObject()
                .member("ExportArn", job.arn())
                .member("ExportStatus", job.status().name())
                .member("ExportType", job.isIncremental() ? "INCREMENTAL_EXPORT" : "FULL_EXPORT")
                .endObject();
    }
}
