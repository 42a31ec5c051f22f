package stator.expression.error;

import java.util.OptionalInt;

/**
 * An expression that the client got wrong. The message is AWS's, without the envelope ({@code "1
 * validation error detected: "}) that AWS puts before it on some operations; see {@link
 * ExpressionError}.
 *
 * <p>It carries no stack trace, because it is part of the ordinary course of things.
 */
public final class InvalidExpressionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExpressionError family;

    /** The size to tell, or -1. */
    private final int expressionBytes;

    public InvalidExpressionException(ExpressionError family, String message) {
        this(family, message, OptionalInt.empty());
    }

    public InvalidExpressionException(
            ExpressionError family, String message, OptionalInt expressionBytes) {
        super(message, null, false, false);
        this.family = family;
        this.expressionBytes = expressionBytes.orElse(-1);
    }

    /** What kind of error it is. */
    public ExpressionError family() {
        return family;
    }

    /**
     * The size of a condition or filter that is too long. AWS tells it at the end of the message
     * ({@code " expression size: 4097"}) for the filter of a Scan and the conditions of a
     * TransactWriteItems (captures by exoego, September 2026).
     */
    public OptionalInt expressionBytes() {
        return expressionBytes < 0 ? OptionalInt.empty() : OptionalInt.of(expressionBytes);
    }
}
