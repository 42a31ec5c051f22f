package stator.protocol;

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
    private final boolean ofCurrentLayer;

    InvalidValueException(ValueError error, boolean ofCurrentLayer, String message) {
        super(message, null, false, false);
        this.error = error;
        this.ofCurrentLayer = ofCurrentLayer;
    }

    /** What is wrong with the value. */
    public ValueError error() {
        return error;
    }

    /** Whether AWS's newer layer of checks found it, which alone uses envelopes. */
    public boolean isOfCurrentLayer() {
        return ofCurrentLayer;
    }
}
