package stator.relay;

/** The other server has certainly not begun to answer, and never will. */
public final class NotBegunException extends Exception {
    private static final long serialVersionUID = 1L;

    NotBegunException(String message, Throwable cause) {
        super(message, cause);
    }
}
