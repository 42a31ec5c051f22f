package stator.s3.bucket;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import stator.bucket.object.ObjectBucket;
import stator.door.Reply;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.Owner;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.Times;
import stator.s3.request.XmlWriter;

/** The operations on buckets as a whole, and what lists their objects. */
public final class BucketOperations {
    private static final int BUCKETS_MAX = 10_000;

    private BucketOperations() {}

    public static List<Operation> all() {
        return List.of(
                Operation.of("ListBuckets", Level.ACCOUNT, "GET", BucketOperations::listBuckets)
                        .allowedBy("s3:ListAllMyBuckets"),
                CreateBucket.operation(),
                Operation.of("HeadBucket", Level.BUCKET, "HEAD", BucketOperations::headBucket)
                        .allowedBy("s3:ListBucket"),
                Operation.of("DeleteBucket", Level.BUCKET, "DELETE", BucketOperations::delete),
                Operation.of(
                        "GetBucketLocation",
                        Level.BUCKET,
                        "GET",
                        BucketOperations::location,
                        "?location"),
                ListObjects.first(),
                ListObjects.second(),
                ListObjectVersions.operation());
    }

    private static Reply listBuckets(S3Request request) throws IOException {
        int max = request.number("max-buckets", BUCKETS_MAX, BUCKETS_MAX);
        String prefix = request.parameter("prefix");
        String region = request.parameter("bucket-region");
        String after = request.parameter("continuation-token");
        boolean paged = request.hasParameter("max-buckets") || !prefix.isEmpty();
        XmlWriter xml = new XmlWriter("ListAllMyBucketsResult");
        Owner.write(xml, "Owner", request.principal().account());
        xml.begin("Buckets");
        int count = 0;
        String next = "";
        for (String name : request.store().names()) {
            Map<String, String> info = request.store().info(name);
            if (!isListed(request, name, info, prefix, region) || name.compareTo(after) <= 0) {
                continue;
            }
            if (count++ == max) {
                break;
            }
            next = name;
            xml.begin("Bucket")
                    .text("Name", name)
                    .text("CreationDate", Times.iso(created(info)))
                    .textIfAny("BucketRegion", paged || !region.isEmpty() ? regionOf(info) : "")
                    .end();
        }
        xml.end();
        xml.textIfAny("ContinuationToken", count > max ? next : "");
        xml.textIfAny("Prefix", prefix);
        return xml.reply();
    }

    private static boolean isListed(
            S3Request request,
            String name,
            Map<String, String> info,
            String prefix,
            String region) {
        String account = request.principal().account();
        return info.getOrDefault("owner", account).equals(account)
                && name.startsWith(prefix)
                && (region.isEmpty() || region.equals(regionOf(info)));
    }

    private static String regionOf(Map<String, String> info) {
        return info.getOrDefault("region", "us-east-1");
    }

    private static Instant created(Map<String, String> info) {
        return Instant.parse(info.getOrDefault("created", "2006-03-14T00:00:00Z"));
    }

    private static Reply headBucket(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        return Reply.empty(200)
                .withHeader("x-amz-bucket-region", request.region(bucket.name()))
                .withHeader("x-amz-access-point-alias", "false");
    }

    private static Reply delete(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        if (!request.store().delete(bucket)) {
            boolean versions = bucket.versioning() != ObjectBucket.Versioning.NEVER;
            throw new S3Exception(
                            409,
                            "BucketNotEmpty",
                            "The bucket you tried to delete is not empty"
                                    + (versions
                                            ? ". You must delete all versions in the bucket."
                                            : ""))
                    .with("BucketName", bucket.name());
        }
        return Reply.empty(204);
    }

    private static Reply location(S3Request request) throws IOException {
        String region = request.region(request.bucket().name());
        String constraint = region.equals("us-east-1") ? "" : region;
        return Reply.of(
                200,
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint"
                        + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""
                        + (constraint.isEmpty()
                                ? "/>"
                                : ">" + constraint + "</LocationConstraint>"));
    }
}
