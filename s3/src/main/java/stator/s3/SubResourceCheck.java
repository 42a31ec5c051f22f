package stator.s3;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.SubResource;

/**
 * What S3 refuses of the parameters that a query has, before it looks for an operation. Without it
 * a parameter at the wrong place would be passed over, and {@code PUT
 * /bucket?partNumber=1&uploadId=…} would make a bucket.
 *
 * <p>The refusals, their order and their words are measured; see {@link SubResource} for the
 * sources.
 */
final class SubResourceCheck {
    private static final String PART_NUMBER = "partNumber";

    private SubResourceCheck() {}

    /**
     * @throws S3Exception if no operation has these parameters with this method
     */
    static void require(S3Request request) {
        if (request.bucketName().isEmpty()) {
            return;
        }
        requireOne(request);
        requireNumberedUpload(request);
        requireVersionOfObject(request);
        String website = request.parameter("website");
        if (!website.isEmpty()) {
            throw Errors.invalidArgument(
                    "The website parameter must not have a value", "website", website);
        }
        for (SubResource one : request.subResources()) {
            if (!one.takes(request.method())) {
                throw one.notAllowed(request.method());
            }
        }
    }

    private static void requireOne(S3Request request) {
        List<SubResource> named = request.subResources();
        if (named.isEmpty() || named.equals(List.of(SubResource.PART))) {
            return;
        }
        TreeSet<String> parameters = new TreeSet<>();
        named.forEach(each -> parameters.add(each.parameter()));
        if (request.hasParameter(PART_NUMBER)) {
            parameters.add(PART_NUMBER);
        }
        if (parameters.size() > 1) {
            throw Errors.invalidArgument(
                    "Conflicting query string parameters: " + String.join(", ", parameters),
                    "ResourceType",
                    parameters.first());
        }
    }

    /** Of an object that is there, a part is read by its number alone. */
    private static void requireNumberedUpload(S3Request request) {
        if (!request.hasParameter(PART_NUMBER) || !request.subResources().isEmpty()) {
            return;
        }
        if (request.key().isEmpty()) {
            throw Errors.invalidRequest("Object must have a valid key name.");
        }
        if (request.method().equals("PUT")) {
            throw Errors.invalidArgument(
                    "This operation does not accept partNumber without uploadId",
                    PART_NUMBER,
                    PART_NUMBER);
        }
    }

    private static void requireVersionOfObject(S3Request request) {
        boolean isForm = request.method().equals("POST") && request.subResources().isEmpty();
        if (request.key().isEmpty() && request.hasParameter("versionId") && !isForm) {
            throw Errors.invalidArgument(
                    request.subResources().contains(SubResource.ACL)
                            ? "Invalid version id specified"
                            : "This operation does not accept a version-id.",
                    "versionId",
                    request.parameter("versionId"));
        }
    }

    /**
     * What answers a request for something that the bucket has but not the object, or the object
     * but not the bucket; empty if that is no trouble. A bucket that is not there is told first.
     */
    static Optional<Operation> misplaced(S3Request request) {
        if (request.subResources().size() != 1) {
            return Optional.empty();
        }
        boolean isGet = request.method().equals("GET");
        boolean isBucket = request.key().isEmpty();
        return switch (request.subResources().getFirst()) {
            case UPLOAD, PART ->
                    refusal(isBucket, request, Errors.invalidRequest("A key must be specified"));
            case RESTORE ->
                    refusal(
                            isBucket,
                            request,
                            new S3Exception(
                                    400, "UserKeyMustBeSpecified", "User key must be specified."));
            case UPLOADS ->
                    refusal(
                            !isBucket && isGet,
                            request,
                            Errors.invalidRequest(
                                    "Key is not expected for the GET method ?uploads"
                                            + " subresource"));
            case VERSIONS ->
                    refusal(
                            !isBucket,
                            request,
                            Errors.invalidRequest(
                                    "There is no such thing as the ?versions sub-resource for a"
                                            + " key"));
            case LOGGING ->
                    refusal(
                            !isBucket && isGet,
                            request,
                            new S3Exception(
                                    400,
                                    "NoLoggingStatusForKey",
                                    "There is no such thing as the ?logging sub-resource for a"
                                            + " key"));
            default -> Optional.empty();
        };
    }

    private static Optional<Operation> refusal(
            boolean isMisplaced, S3Request request, S3Exception refusal) {
        if (!isMisplaced) {
            return Optional.empty();
        }
        return Optional.of(
                new Operation(
                        "",
                        "",
                        Level.BUCKET,
                        request.method(),
                        List.of(),
                        asked -> {
                            asked.bucket();
                            throw refusal;
                        }));
    }
}
