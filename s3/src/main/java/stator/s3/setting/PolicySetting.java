package stator.s3.setting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import stator.bucket.object.ObjectBucket;
import stator.door.Reply;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;
import stator.s3.body.Payload;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;
import stator.s3.request.XmlWriter;

/** GetBucketPolicy, PutBucketPolicy, DeleteBucketPolicy and GetBucketPolicyStatus. */
final class PolicySetting {
    private static final String POLICY = S3Request.POLICY;
    private static final int BYTES_MAX = 20 * 1024;

    private PolicySetting() {}

    static List<Operation> operations() {
        return List.of(
                Operation.of("GetBucketPolicy", Level.BUCKET, "GET", PolicySetting::get, "?policy"),
                Operation.of("PutBucketPolicy", Level.BUCKET, "PUT", PolicySetting::put, "?policy"),
                Operation.of(
                        "DeleteBucketPolicy",
                        Level.BUCKET,
                        "DELETE",
                        PolicySetting::delete,
                        "?policy"),
                Operation.of(
                        "GetBucketPolicyStatus",
                        Level.BUCKET,
                        "GET",
                        PolicySetting::status,
                        "?policyStatus"));
    }

    private static byte[] policy(S3Request request) throws IOException {
        return request.bucket()
                .configuration(POLICY)
                .orElseThrow(() ->
                        new S3Exception(
                                        404,
                                        "NoSuchBucketPolicy",
                                        "The bucket policy does not exist")
                                .with("BucketName", request.bucketName()));
    }

    private static Reply get(S3Request request) throws IOException {
        byte[] policy = policy(request);
        return Reply.of(200, Reply.JSON, policy, policy.length);
    }

    private static Reply put(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        byte[] document = Payload.of(request).document();
        String text = new String(document, StandardCharsets.UTF_8);
        if (!text.startsWith("{")) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        if (document.length > BYTES_MAX) {
            throw new S3Exception(
                    400, "PolicyTooLarge", "Policy has exceeded the maximum allowed size");
        }
        if (parsed(text).isPublic() && blocksPublicPolicies(bucket)) {
            throw new S3Exception(
                    403,
                    "AccessDenied",
                    "User: "
                            + request.principal().arn()
                            + " is not authorized to perform: s3:PutBucketPolicy on resource:"
                            + " \"arn:aws:s3:::"
                            + bucket.name()
                            + "\" because public policies are prevented by the BlockPublicPolicy"
                            + " setting in S3 Block Public Access.");
        }
        bucket.configure(POLICY, document);
        return Reply.empty(204);
    }

    private static Policy parsed(String text) {
        try {
            return Policy.parse(text, Policy.Kind.RESOURCE);
        } catch (MalformedPolicyException e) {
            throw malformed(e.getMessage());
        }
    }

    private static S3Exception malformed(String message) {
        return new S3Exception(400, "MalformedPolicy", message);
    }

    private static boolean blocksPublicPolicies(ObjectBucket bucket) throws IOException {
        return bucket.configuration(SettingOperations.PUBLIC_ACCESS_BLOCK)
                .map(document -> XmlElement.parse(document, "PublicAccessBlockConfiguration"))
                .filter(document -> document.text("BlockPublicPolicy").equals("true"))
                .isPresent();
    }

    private static Reply delete(S3Request request) throws IOException {
        request.bucket().unconfigure(POLICY);
        return Reply.empty(204);
    }

    private static Reply status(S3Request request) throws IOException {
        String text = new String(policy(request), StandardCharsets.UTF_8);
        return new XmlWriter("PolicyStatus").text("IsPublic", parsed(text).isPublic()).reply();
    }
}
