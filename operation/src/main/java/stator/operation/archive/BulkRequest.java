package stator.operation.archive;

import java.nio.charset.StandardCharsets;
import stator.bucket.Bucket;
import stator.operation.format.Compression;
import stator.operation.format.ItemFormat;
import stator.operation.shape.DynamoDbShapes;
import stator.protocol.RequestReader;
import stator.protocol.Struct;

/** What a bulk operation was asked for, read from the request's JSON, as often as it is needed. */
@SuppressWarnings("exports") // Requests are seen by the operations of this module only.
public final class BulkRequest {
    /** No limit on how much is written in a second. */
    static final long UNLIMITED = -1;

    private final Struct request;
    private final Struct input;
    private final Struct output;

    private BulkRequest(Struct request) {
        this.request = request;
        input = request.struct("InputS3Configuration");
        output = request.struct("OutputS3Configuration");
    }

    /** What a request says. */
    public static BulkRequest of(Struct request) {
        return new BulkRequest(request);
    }

    /** What the request of a bulk operation said. */
    public static BulkRequest of(BulkJob job) {
        return new BulkRequest(
                new RequestReader(DynamoDbShapes.load())
                        .readAccepted(
                                "StartBulkPutItems",
                                job.request().getBytes(StandardCharsets.UTF_8)));
    }

    /** The request's members. */
    public Struct members() {
        return request;
    }

    String inputBucket() {
        return input.string("S3Bucket");
    }

    String inputPrefix() {
        return input.string("S3KeyPrefix", "");
    }

    ItemFormat format() {
        return ItemFormat.valueOf(input.string("InputFormat"));
    }

    Compression compression() {
        return Compression.valueOf(input.string("InputCompressionType", Compression.NONE.name()));
    }

    String outputBucket() {
        return output.string("S3Bucket");
    }

    /** What the keys of reports begin with: empty, or with a slash at the end. */
    String outputPrefix() {
        return Bucket.folder(output.string("S3KeyPrefix", ""));
    }

    boolean wants(BulkReport.Kind kind) {
        return output.strings("OutputType").contains(kind.name());
    }

    /** In write request units, or {@link #UNLIMITED}. */
    long unitsPerSecondMax() {
        return request.longInteger("MaxWriteRequestUnits", UNLIMITED);
    }
}
