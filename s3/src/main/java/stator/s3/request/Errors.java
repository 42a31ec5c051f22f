package stator.s3.request;

/** The errors that several operations answer, in the words of Amazon S3. */
public final class Errors {
    private Errors() {}

    public static S3Exception noSuchBucket(String bucket) {
        return new S3Exception(404, "NoSuchBucket", "The specified bucket does not exist")
                .with("BucketName", bucket);
    }

    public static S3Exception noSuchKey(String key) {
        return new S3Exception(404, "NoSuchKey", "The specified key does not exist.")
                .with("Key", key);
    }

    public static S3Exception noSuchVersion(String key, String id) {
        return new S3Exception(404, "NoSuchVersion", "The specified version does not exist.")
                .with("Key", key)
                .with("VersionId", id);
    }

    public static S3Exception noSuchUpload(String id) {
        return new S3Exception(
                        404,
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the"
                                + " upload may have been aborted or completed.")
                .with("UploadId", id);
    }

    public static S3Exception malformedXml() {
        return new S3Exception(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our"
                        + " published schema");
    }

    public static S3Exception invalidRequest(String message) {
        return new S3Exception(400, "InvalidRequest", message);
    }

    public static S3Exception invalidArgument(String message, String name, String value) {
        return new S3Exception(400, "InvalidArgument", message)
                .with("ArgumentName", name)
                .with("ArgumentValue", value);
    }

    /**
     * @param condition the header that does not hold
     */
    public static S3Exception preconditionFailed(String condition) {
        return new S3Exception(
                        412,
                        "PreconditionFailed",
                        "At least one of the pre-conditions you specified did not hold")
                .with("Condition", condition);
    }

    public static S3Exception methodNotAllowed(String method, String resource) {
        return new S3Exception(
                        405,
                        "MethodNotAllowed",
                        "The specified method is not allowed against this resource.")
                .with("Method", method)
                .with("ResourceType", resource);
    }

    public static S3Exception accessDenied() {
        return new S3Exception(403, "AccessDenied", "Access Denied");
    }

    public static S3Exception incompleteBody() {
        return new S3Exception(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP"
                        + " header");
    }

    public static S3Exception entityTooLarge(long size, long max) {
        return new S3Exception(
                        400,
                        "EntityTooLarge",
                        "Your proposed upload exceeds the maximum allowed size")
                .with("ProposedSize", Long.toString(size))
                .with("MaxSizeAllowed", Long.toString(max));
    }
}
