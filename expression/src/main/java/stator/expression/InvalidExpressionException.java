package stator.expression;

/**
 * An expression that the client got wrong. The message is AWS's, without the envelope ({@code "1
 * validation error detected: "}) that AWS puts before some of them on some operations.
 *
 * <p>It carries no stack trace, because it is part of the ordinary course of things.
 */
public final class InvalidExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExpressionError family;

    InvalidExpressionException(ExpressionError family, String message) {
        super(message, null, false, false);
        this.family = family;
    }

    /** What kind of error it is. */
    public ExpressionError family() {
        return family;
    }
}
