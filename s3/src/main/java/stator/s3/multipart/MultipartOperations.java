package stator.s3.multipart;

import java.io.IOException;
import java.util.List;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.Upload;
import stator.door.Reply;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Request;

/** The operations on uploads in parts. */
public final class MultipartOperations {
    private MultipartOperations() {}

    public static List<Operation> all() {
        return List.of(
                CreateMultipartUpload.operation(),
                UploadPart.upload(),
                UploadPart.copy(),
                CompleteMultipartUpload.operation(),
                Operation.of(
                        "AbortMultipartUpload",
                        Level.OBJECT,
                        "DELETE",
                        MultipartOperations::abort,
                        "?uploadId"),
                ListUploads.parts(),
                ListUploads.uploads());
    }

    private static Reply abort(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        Upload upload = UploadLookup.find(request, bucket);
        if (!bucket.uploads().abort(upload)) {
            throw Errors.noSuchUpload(upload.id());
        }
        return Reply.empty(204);
    }
}
