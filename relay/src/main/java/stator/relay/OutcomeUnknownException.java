package stator.relay;

/** The other server may have done what was asked, or not. Asking again may do it twice. */
public final class OutcomeUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
