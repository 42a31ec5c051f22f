package stator.cloudwatch.wire;

/** A request that cannot be read in its protocol. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message, null, false, false);
    }
}
