package stator.expression;

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
    private final int expressionBytes;

    InvalidExpressionException(ExpressionError family, String message) {
        this(family, message, -1);
    }

    private InvalidExpressionException(ExpressionError family, String message, int bytes) {
        super(message, null, false, false);
        this.family = family;
        this.expressionBytes = bytes;
    }

    static InvalidExpressionException ofSize(String message, int bytes) {
        return new InvalidExpressionException(ExpressionError.SIZE, message, bytes);
    }

    /** What kind of error it is. */
    public ExpressionError family() {
        return family;
    }

    /**
     * The size of a text that is too long. The filter of a Scan and the conditions of a
     * TransactWriteItems tell it at the end of the message ({@code " expression size: 4097"}), the
     * others do not.
     */
    public OptionalInt expressionBytes() {
        return expressionBytes < 0 ? OptionalInt.empty() : OptionalInt.of(expressionBytes);
    }
}
