package stator.relay;

import java.io.IOException;

/** The other server does not keep to the protocol, or has another version of it. */
final class UnexpectedFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    UnexpectedFrameException(String message) {
        super("Another server sends what cannot be: " + message);
    }
}
