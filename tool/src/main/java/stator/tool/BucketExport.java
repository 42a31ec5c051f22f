package stator.tool;

import java.util.Optional;
import java.util.UUID;
import stator.protocol.ResponseWriter;
import stator.tool.client.Answer;
import stator.tool.client.DynamoDb;
import stator.tool.client.TableInfo;
import stator.tool.client.ToolException;
import stator.tool.client.Waiting;
import stator.tool.item.Format;

/**
 * An export that the service makes.
 *
 * @param seconds since 1970: as the table was then; as it is now if there are none
 */
record BucketExport(
        String bucket, Optional<String> prefix, Optional<String> seconds, Format format) {
    /** Starts the export and waits for its end; returns its description. */
    Answer run(DynamoDb service, TableInfo table, Progress progress) throws InterruptedException {
        ResponseWriter request =
                new ResponseWriter(256)
                        .startObject()
                        .member("TableArn", table.arn())
                        .member("S3Bucket", bucket)
                        .member("ExportFormat", format.name())
                        .member("ClientToken", UUID.randomUUID().toString());
        prefix.ifPresent(value -> request.member("S3Prefix", value));
        seconds.ifPresent(value -> request.field("ExportTime").json(value));
        Answer begun =
                service.call("ExportTableToPointInTime", request.endObject().toString())
                        .at("ExportDescription");
        String describe =
                new ResponseWriter(128)
                        .startObject()
                        .member("ExportArn", begun.at("ExportArn").text().orElseThrow())
                        .endObject()
                        .toString();
        Answer done =
                Waiting.until(
                        () -> service.call("DescribeExport", describe).at("ExportDescription"),
                        export ->
                                !export.at("ExportStatus")
                                        .text()
                                        .equals(Optional.of("IN_PROGRESS")));
        if (!done.at("ExportStatus").text().equals(Optional.of("COMPLETED"))) {
            throw new ToolException(
                    "The export failed: "
                            + done.at("FailureMessage").text().orElse("nobody says why"));
        }
        progress.add(done.at("ItemCount").number(), done.at("BilledSizeBytes").number());
        return done;
    }
}
