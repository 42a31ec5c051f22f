package stator.operation.protocol;

/**
 * An attribute value that the API does not take: an empty set, a number that is none, two types in
 * one value.
 *
 * <p>The reader keeps it until the operation asks for the value, because AWS reports it after the
 * constraints of the whole request. The message is AWS's, without the envelope, which depends on
 * the operation.
 */
public final class InvalidValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ValueError error;

    InvalidValueException(ValueError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    /** What is wrong with the value. */
    public ValueError error() {
        return error;
    }
}
