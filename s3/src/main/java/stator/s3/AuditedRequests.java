package stator.s3;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stator.door.audit.AuditedCall;
import stator.door.audit.CallView;
import stator.door.audit.PlainView;
import stator.s3.request.Address;

/** What of S3's requests stands in the audit log: bucket, key and query, and nothing of bodies. */
final class AuditedRequests implements CallView {
    private static final CallView PLAIN =
            new PlainView(
                    Set.of(
                            "AbortMultipartUpload",
                            "CompleteMultipartUpload",
                            "CopyObject",
                            "CreateMultipartUpload",
                            "DeleteObject",
                            "DeleteObjects",
                            "DeleteObjectTagging",
                            "GetObject",
                            "GetObjectAcl",
                            "GetObjectAttributes",
                            "GetObjectLegalHold",
                            "GetObjectRetention",
                            "GetObjectTagging",
                            "HeadObject",
                            "ListMultipartUploads",
                            "ListObjects",
                            "ListObjectsV2",
                            "ListObjectVersions",
                            "ListParts",
                            "PostObject",
                            "PutObject",
                            "PutObjectAcl",
                            "PutObjectLegalHold",
                            "PutObjectRetention",
                            "PutObjectTagging",
                            "UploadPart",
                            "UploadPartCopy"),
                    Set.of());

    @Override
    public Seen of(AuditedCall call) {
        Seen plain = PLAIN.of(call);
        Address address = Address.of(call.host(), call.uri());
        if (address.bucket().isEmpty()) {
            return plain;
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("bucketName", address.bucket());
        if (!address.key().isEmpty()) {
            parameters.put("key", address.key());
        }
        plain.parameters().remove("path");
        parameters.putAll(plain.parameters());
        String bucket = "arn:aws:s3:::" + address.bucket();
        boolean isObject = !address.key().isEmpty();
        return new Seen(
                parameters,
                plain.readOnly(),
                plain.isData(),
                List.of(isObject ? bucket + "/" + address.key() : bucket),
                isObject ? "AWS::S3::Object" : "AWS::S3::Bucket");
    }
}
