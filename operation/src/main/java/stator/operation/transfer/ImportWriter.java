package stator.operation.transfer;

import java.time.Instant;
import stator.database.table.Namespace;
import stator.operation.archive.ImportCounts;
import stator.operation.archive.ImportJob;
import stator.operation.job.JobStatus;
import stator.protocol.ResponseWriter;

/** Writes what AWS says of an import. */
final class ImportWriter {
    private final ResponseWriter response;
    private final ImportJob job;
    private final Namespace namespace;

    ImportWriter(ResponseWriter response, ImportJob job, Namespace namespace) {
        this.response = response;
        this.job = job;
        this.namespace = namespace;
    }

    /** {@code ImportTableDescription} in the answer to ImportTable, which says no size yet. */
    void writeBeginning() {
        write(job.status() != JobStatus.IN_PROGRESS);
    }

    /** {@code ImportTableDescription}. */
    void writeDescription() {
        write(true);
    }

    private void write(boolean withSize) {
        ImportCounts counts = job.counts();
        response.field("ImportTableDescription").startObject();
        response.member("ClientToken", job.request().clientToken());
        writeLogGroup();
        writeEnd();
        response.member("ErrorCount", counts.errors());
        if (!job.failureCode().isEmpty()) {
            response.member("FailureCode", job.failureCode());
            response.member("FailureMessage", job.failureMessage());
        }
        response.member("ImportArn", job.arn());
        response.member("ImportStatus", job.status().name());
        response.member("ImportedItemCount", counts.imported());
        response.member("InputCompressionType", job.request().compression().name());
        response.member("InputFormat", job.request().format().name());
        if (!job.request().formatOptions().isEmpty()) {
            response.field("InputFormatOptions").json(job.request().formatOptions());
        }
        response.member("ProcessedItemCount", counts.processed());
        if (withSize) {
            response.member("ProcessedSizeBytes", counts.bytes());
        }
        writeSource();
        response.member("StartTime", Instant.ofEpochMilli(job.startMillis()));
        response.member("TableArn", job.tableArn());
        response.field("TableCreationParameters").json(job.request().table());
        if (!job.tableId().isEmpty()) {
            response.member("TableId", job.tableId());
        }
        response.endObject();
    }

    /** An element of {@code ImportSummaryList}. */
    void writeSummary() {
        response.startObject();
        writeLogGroup();
        writeEnd();
        response.member("ImportArn", job.arn());
        response.member("ImportStatus", job.status().name());
        response.member("InputFormat", job.request().format().name());
        writeSource();
        response.member("StartTime", Instant.ofEpochMilli(job.startMillis()));
        response.member("TableArn", job.tableArn());
        response.endObject();
    }

    /** Where AWS names the records that failed; here they are in the server's log. */
    private void writeLogGroup() {
        response.member(
                "CloudWatchLogGroupArn",
                namespace.arn("logs") + "log-group:/aws-dynamodb/imports:*");
    }

    private void writeEnd() {
        if (job.status() != JobStatus.IN_PROGRESS) {
            response.member("EndTime", Instant.ofEpochMilli(job.endMillis()));
        }
    }

    private void writeSource() {
        response.field("S3BucketSource")
                .startObject()
                .member("S3Bucket", job.request().bucket())
                .member("S3BucketOwner", job.request().bucketOwner())
                .member("S3KeyPrefix", job.request().prefix())
                .endObject();
    }
}
