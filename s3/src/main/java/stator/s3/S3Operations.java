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

    /** Parameters that ask for an operation that is not served. */
    private static final List<String> UNSERVED =
            List.of(
                    "restore",
                    "torrent",
                    "retention",
                    "legal-hold",
                    "session",
                    "metadataTable",
                    "object-lock",
                    "replication",
                    "inventory",
                    "analytics",
                    "metrics",
                    "intelligent-tiering",
                    "renameObject",
                    "encryption",
                    "abac");

    /**
     * The operation that a request means.
     *
     * @throws S3Exception MethodNotAllowed or NotImplemented if there is none
     */
    Operation find(S3Request request) {
        if (Cors.isPreflight(request)) {
            return PREFLIGHT;
        }
        if (PostObject.isMeant(request)) {
            return POST_OBJECT;
        }
        for (Operation operation : all) {
            if (operation.isMeant(request)
                    && (!operation.marks().isEmpty() || !asksForOther(request))) {
                return operation;
            }
        }
        if (Forms.isForm(request)) {
            throw Forms.signedOutside(request);
        }
        if (request.hasParameter("select")) {
            // As it is refused to those who did not use it before July 2024.
            throw Errors.methodNotAllowed(request.method(), "OBJECT");
        }
        if (asksForOther(request)) {
            throw new S3Exception(
                    501,
                    "NotImplemented",
                    "A header or query you provided requested a function that is not implemented.");
        }
        throw Errors.methodNotAllowed(
                request.method(),
                request.bucketName().isEmpty()
                        ? "SERVICE"
                        : request.key().isEmpty() ? "BUCKET" : "OBJECT");
    }

    /** A request for something else must not be taken for one for the object itself. */
    private static boolean asksForOther(S3Request request) {
        return UNSERVED.stream().anyMatch(request::hasParameter);
    }
}
