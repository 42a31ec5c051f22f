package stator.server.security;

/** A file with a key or a certificate cannot be used; the message says why and what to do. */
public final class KeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeyFileException(String message) {
        super(message);
    }
}
