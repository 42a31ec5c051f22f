package stator.server.security;

import java.nio.file.Path;

/**
 * Whether and how connections can be encrypted, beside those that are not.
 *
 * @param port where; 0 for any free one
 * @param certificate the file with it; {@link #NO_FILE} for one that the server makes itself
 * @param key the file with its private key
 */
public record Tls(boolean isOn, int port, Path certificate, Path key) {
    /** There is no file. */
    public static final Path NO_FILE = Path.of("");

    /** No connection is encrypted. */
    public static final Tls OFF = new Tls(false, 0, NO_FILE, NO_FILE);

    /** With a certificate that clients know, or know who gave it. */
    public static Tls of(int port, Path certificate, Path key) {
        return new Tls(true, port, certificate, key);
    }

    /** With a certificate that the server makes itself. */
    public static Tls selfSigned(int port) {
        return new Tls(true, port, NO_FILE, NO_FILE);
    }

    /** Whether the server makes the certificate itself. */
    public boolean isSelfSigned() {
        return isOn && certificate.equals(NO_FILE);
    }
}
