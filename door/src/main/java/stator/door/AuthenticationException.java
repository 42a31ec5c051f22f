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
        /** The session of the credentials is over. */
        EXPIRED_SESSION
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
