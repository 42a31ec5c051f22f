package stator.door;

import java.io.IOException;

/** A body that is read while it arrives does not arrive as it was announced. */
public final class BrokenBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What happened to the body. */
    public enum Cause {
        /** The client sends nothing, or next to nothing, for too long. */
        TOO_SLOW,
        /** The client has ended before its body did. */
        INCOMPLETE,
        /** What frames the body is not what HTTP says. */
        MALFORMED
    }

    private final Cause reason;

    public BrokenBodyException(Cause reason) {
        super("The body is broken: " + reason);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
