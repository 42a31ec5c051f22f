package stator.lambda.code;

/** Uploaded code that cannot be used; the message is AWS's. */
public final class BadArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    BadArchiveException(String message) {
        super(message, null, false, false);
    }
}
