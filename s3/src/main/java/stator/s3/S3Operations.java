package stator.s3;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import stator.s3.bucket.BucketOperations;
import stator.s3.cors.Cors;
import stator.s3.form.Forms;
import stator.s3.form.PostObject;
import stator.s3.multipart.MultipartOperations;
import stator.s3.object.ObjectOperations;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.SubResource;
import stator.s3.setting.SettingOperations;

/** All operations, and which one a request means. */
final class S3Operations {
    /** The most marks first. */
    private final List<Operation> all = new ArrayList<>();

    /** What browsers ask before a request of a page of elsewhere. */
    private static final Operation PREFLIGHT =
            new Operation(
                    "OPTIONSPreflight",
                    "",
                    Operation.Level.BUCKET,
                    "OPTIONS",
                    List.of(),
                    Cors::preflight);

    /** Recognised by its content type. */
    private static final Operation POST_OBJECT = PostObject.operation();

    S3Operations() {
        all.addAll(BucketOperations.all());
        all.addAll(ObjectOperations.all());
        all.addAll(MultipartOperations.all());
        all.addAll(SettingOperations.all());
        all.sort(
                Comparator.comparingInt((Operation operation) -> operation.marks().size())
                        .reversed());
    }

    /**
     * The operation that a request means.
     *
     * @throws S3Exception MethodNotAllowed, NotImplemented or what else is said of a request that
     *     means none
     */
    Operation find(S3Request request) {
        if (Cors.isPreflight(request)) {
            return PREFLIGHT;
        }
        if (PostObject.isMeant(request)) {
            return POST_OBJECT;
        }
        SubResourceCheck.require(request);
        return SubResourceCheck.misplaced(request).orElseGet(() -> served(request));
    }

    private Operation served(S3Request request) {
        // On AWS only directory buckets know the operation, and others put an object: it would be
        // an empty one, in the place of what is there.
        boolean renames = request.hasParameter("renameObject");
        for (Operation operation : all) {
            if (operation.isMeant(request) && !renames) {
                return operation;
            }
        }
        if (request.subResources().contains(SubResource.SELECT)) {
            // As it is refused to those who did not use it before July 2024.
            throw Errors.methodNotAllowed(request.method(), "OBJECT");
        }
        if (renames || !request.subResources().isEmpty()) {
            throw new S3Exception(
                    501,
                    "NotImplemented",
                    "A header or query you provided requested a function that is not implemented.");
        }
        throw unknownMethod(request);
    }

    private static S3Exception unknownMethod(S3Request request) {
        if (request.bucketName().isEmpty()) {
            return Errors.methodNotAllowed(request.method(), "SERVICE").withHeader("Allow", "GET");
        }
        if (!request.key().isEmpty()) {
            return Errors.methodNotAllowed(request.method(), "OBJECT");
        }
        return request.method().equals("POST")
                ? Forms.signedOutside(request)
                : Errors.methodNotAllowed(request.method(), "BUCKET");
    }
}
