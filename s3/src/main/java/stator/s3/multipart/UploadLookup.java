package stator.s3.multipart;

import java.io.IOException;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.Upload;
import stator.s3.request.Errors;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;

/** Finds the upload and the number of the part that a request is about. */
final class UploadLookup {
    static final int PARTS_MAX = 10_000;

    private UploadLookup() {}

    /**
     * @throws S3Exception NoSuchUpload
     */
    static Upload find(S3Request request, ObjectBucket bucket) throws IOException {
        String id = request.parameter("uploadId");
        return bucket.uploads()
                .find(id)
                .filter(upload -> upload.key().equals(request.key()))
                .orElseThrow(() -> Errors.noSuchUpload(id));
    }

    /**
     * @throws S3Exception InvalidArgument
     */
    static int partNumber(S3Request request) {
        String text = request.parameter("partNumber");
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > PARTS_MAX) {
            throw Errors.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive",
                    "partNumber",
                    text);
        }
        return number;
    }
}
