package stator.door;

/** A caller is not accepted. Each {@link ErrorForm} says so in its own words. */
public final class AuthenticationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a caller's credentials. */
    public enum Failure {
        /** There is no signature. */
        MISSING,
        /** Parts of the signature are missing or cannot be read. */
        INCOMPLETE,
        /** Nobody knows the access key. */
        UNKNOWN_KEY,
        /** The signature is not that of this request. */
        WRONG_SIGNATURE,
        /** The signature is for another service, region or day. */
        WRONG_SCOPE,
        /** The request was signed too long ago. */
        TOO_OLD,
        /** The signature in the query held for some time, which is over. */
        PRESIGNED_EXPIRED,
        /** A header that changes what the request means is not signed. */
        UNSIGNED_HEADER,
        /** The body is not the one whose hash was signed. */
        OTHER_BODY,
        /** The session of the credentials is over. */
        EXPIRED_SESSION,
        /** The caller has failed so often that it is not told why any longer. */
        TOO_MANY
    }

    private final Failure failure;

    /**
     * @param message in the words of DynamoDB, which says the most
     */
    public AuthenticationException(Failure failure, String message) {
        super(message, null, false, false);
        this.failure = failure;
    }

    /** What is wrong. */
    public Failure failure() {
        return failure;
    }
}
