package stator.logs.pattern;

/** A text that is no filter pattern; the message is AWS's. */
public final class InvalidPatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidPatternException(String message) {
        super(message, null, false, false);
    }

    static InvalidPatternException plain() {
        return new InvalidPatternException("Invalid filter pattern");
    }
}
