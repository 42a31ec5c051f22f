package stator.s3.setting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stator.bucket.object.ObjectBucket;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.object.PutObject;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.Owner;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;
import stator.s3.request.XmlWriter;

/**
 * GetBucketAcl and PutBucketAcl. Access control lists of today's buckets are switched off, and say
 * that the owner may do everything.
 */
final class BucketAcl {
    private static final String ROOT = "AccessControlPolicy";
    private static final String ACL = "acl";
    private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
    private static final String ANY_ACCOUNT =
            "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

    private BucketAcl() {}

    static List<Operation> operations() {
        return List.of(
                Operation.of("GetBucketAcl", Level.BUCKET, "GET", BucketAcl::get, "?acl"),
                Operation.of("PutBucketAcl", Level.BUCKET, "PUT", BucketAcl::put, "?acl"));
    }

    private static Reply get(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        Optional<byte[]> kept = bucket.configuration(ACL);
        if (kept.isEmpty()) {
            return canned(request.ownerOfBucket(), "private").reply();
        }
        XmlWriter xml = new XmlWriter(ROOT);
        XmlElement.parse(kept.get(), ROOT)
                .children()
                .forEach(child -> BucketSetting.write(xml, child));
        return xml.reply();
    }

    private static Reply put(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        byte[] document = Payload.of(request).document();
        String name = request.header("x-amz-acl");
        if (!PutObject.allowsAcls(bucket)) {
            throw new S3Exception(
                    400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
        if (document.length > 0) {
            XmlElement.parse(document, ROOT);
        }
        byte[] list =
                document.length > 0
                        ? document
                        : canned(request.ownerOfBucket(), name)
                                .toString()
                                .getBytes(StandardCharsets.UTF_8);
        bucket.configure(ACL, list);
        return Reply.empty(200);
    }

    /** The list that a name stands for. */
    private static XmlWriter canned(String account, String name) {
        XmlWriter xml = new XmlWriter(ROOT);
        Owner.write(xml, "Owner", account);
        xml.begin("AccessControlList");
        xml.begin("Grant")
                .beginTyped("Grantee", "CanonicalUser")
                .text("ID", Owner.id(account))
                .end()
                .text("Permission", "FULL_CONTROL")
                .end();
        switch (name) {
            case "private", "bucket-owner-read", "bucket-owner-full-control" -> {}
            case "public-read" -> grant(xml, ALL_USERS, "READ");
            case "public-read-write" -> {
                grant(xml, ALL_USERS, "READ");
                grant(xml, ALL_USERS, "WRITE");
            }
            case "authenticated-read" -> grant(xml, ANY_ACCOUNT, "READ");
            default -> throw Errors.invalidArgument("", "x-amz-acl", name);
        }
        return xml.end();
    }

    private static void grant(XmlWriter xml, String group, String permission) {
        xml.begin("Grant")
                .beginTyped("Grantee", "Group")
                .text("URI", group)
                .end()
                .text("Permission", permission)
                .end();
    }
}
