package stator.s3.multipart;

import java.io.IOException;
import java.util.Map;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.Upload;
import stator.door.Reply;
import stator.s3.object.ObjectHeaders;
import stator.s3.object.PutObject;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Request;
import stator.s3.request.XmlWriter;

/** CreateMultipartUpload. */
final class CreateMultipartUpload {
    private CreateMultipartUpload() {}

    static Operation operation() {
        return Operation.of(
                        "CreateMultipartUpload",
                        Level.OBJECT,
                        "POST",
                        CreateMultipartUpload::execute,
                        "?uploads")
                .allowedBy("s3:PutObject");
    }

    private static Reply execute(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        PutObject.requireKey(request.key());
        PutObject.requireNoAcl(request, bucket);
        Map<String, String> attributes = ObjectHeaders.attributes(request);
        UploadChecksum checksum = UploadChecksum.of(request);
        checksum.addTo(attributes);
        Upload upload = bucket.uploads().begin(request.key(), attributes);
        XmlWriter xml = new XmlWriter("InitiateMultipartUploadResult");
        xml.text("Bucket", bucket.name()).text("Key", request.key()).text("UploadId", upload.id());
        Reply reply = xml.reply().withHeader("x-amz-server-side-encryption", "AES256");
        return checksum.chosen()
                ? reply.withHeader("x-amz-checksum-algorithm", checksum.algorithm().name())
                        .withHeader("x-amz-checksum-type", checksum.type())
                : reply;
    }
}
