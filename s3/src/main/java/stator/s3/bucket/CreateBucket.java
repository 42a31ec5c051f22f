package stator.s3.bucket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;
import stator.s3.request.XmlWriter;

/** CreateBucket. */
final class CreateBucket {
    private static final String HOME = "us-east-1";
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

    private CreateBucket() {}

    static Operation operation() {
        return Operation.of("CreateBucket", Level.BUCKET, "PUT", CreateBucket::execute);
    }

    private static Reply execute(S3Request request) throws IOException {
        String name = request.bucketName();
        BucketName.require(name);
        byte[] document = Payload.of(request).document();
        String constraint =
                document.length == 0
                        ? ""
                        : XmlElement.parse(document, "CreateBucketConfiguration")
                                .text("LocationConstraint");
        String region = region(constraint, request.principal().region());
        Map<String, String> info = new HashMap<>();
        info.put("owner", request.principal().account());
        info.put("region", region);
        info.put("created", request.clock().instant().toString());
        if (request.store().make(name, info)) {
            configure(request);
        } else {
            requireOwn(request, name, region);
        }
        return Reply.empty(200).withHeader("Location", "/" + name);
    }

    /** What every new bucket has since April 2023. */
    private static void configure(S3Request request) throws IOException {
        String asked = request.header("x-amz-object-ownership");
        XmlWriter ownership =
                new XmlWriter("OwnershipControls")
                        .begin("Rule")
                        .text("ObjectOwnership", asked.isEmpty() ? "BucketOwnerEnforced" : asked);
        XmlWriter access =
                new XmlWriter("PublicAccessBlockConfiguration")
                        .text("BlockPublicAcls", true)
                        .text("IgnorePublicAcls", true)
                        .text("BlockPublicPolicy", true)
                        .text("RestrictPublicBuckets", true);
        request.bucket().configure("ownershipControls", bytes(ownership));
        request.bucket().configure("publicAccessBlock", bytes(access));
    }

    private static byte[] bytes(XmlWriter document) {
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Where the bucket will be, by what is asked for and where it is asked. */
    private static String region(String constraint, String asked) {
        String endpoint = asked.isEmpty() ? HOME : asked;
        boolean atHome = endpoint.equals(HOME);
        if (constraint.equals("EU") && atHome) {
            return "eu-west-1";
        }
        boolean named = !constraint.isEmpty();
        if (named && (constraint.equals(HOME) && atHome || !REGION.matcher(constraint).matches())) {
            throw new S3Exception(
                            400,
                            "InvalidLocationConstraint",
                            "The specified location-constraint is not valid")
                    .with("LocationConstraint", constraint);
        }
        if (!atHome && !constraint.equals(endpoint)) {
            throw new S3Exception(
                    400,
                    "IllegalLocationConstraintException",
                    "The "
                            + (named ? constraint : "unspecified")
                            + " location constraint is incompatible for the region specific"
                            + " endpoint this request was sent to.");
        }
        return named ? constraint : endpoint;
    }

    /** In the oldest region to make a bucket again is no error, for reasons of history. */
    private static void requireOwn(S3Request request, String name, String region)
            throws IOException {
        boolean own =
                request.store()
                        .info(name)
                        .getOrDefault("owner", request.principal().account())
                        .equals(request.principal().account());
        if (!own) {
            throw new S3Exception(
                            409,
                            "BucketAlreadyExists",
                            "The requested bucket name is not available. The bucket namespace is"
                                    + " shared by all users of the system. Please select a"
                                    + " different name and try again.")
                    .with("BucketName", name);
        }
        if (!region.equals(HOME) || !request.region(name).equals(HOME)) {
            throw new S3Exception(
                            409,
                            "BucketAlreadyOwnedByYou",
                            "Your previous request to create the named bucket succeeded and you"
                                    + " already own it.")
                    .with("BucketName", name);
        }
    }
}
