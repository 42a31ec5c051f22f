package stator.server.security;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stator.http.HttpServer;

/**
 * Where a server takes encrypted connections.
 *
 * @param authority the certificate that clients have to trust; {@link Tls#NO_FILE} if they know who
 *     gave the server its own
 */
public record EncryptedPort(int port, Path authority) {
    /**
     * Begins to listen, if that was chosen.
     *
     * @param hosts the addresses of this machine to listen at
     * @param names further ones by which clients call the server
     * @param directory of a certificate that the server makes itself
     * @throws KeyFileException if the certificate cannot be used, or the port cannot be had
     */
    public static Optional<EncryptedPort> open(
            Tls tls,
            HttpServer http,
            Collection<String> hosts,
            List<String> names,
            Supplier<Path> directory,
            Instant now) {
        if (!tls.isOn()) {
            return Optional.empty();
        }
        Path certificate = tls.certificate();
        Path key = tls.key();
        Path authority = Tls.NO_FILE;
        if (tls.isSelfSigned()) {
            SelfSigned made = SelfSigned.in(directory.get(), names, now);
            certificate = made.certificate();
            key = made.key();
            authority = made.authority();
        }
        TlsFiles files = TlsFiles.open(certificate, key);
        int port = tls.port();
        for (String host : hosts) {
            port = listen(http, host, port, files);
        }
        return Optional.of(new EncryptedPort(port, authority));
    }

    private static int listen(HttpServer http, String host, int port, TlsFiles files) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return http.listenEncrypted(new InetSocketAddress(address, port), files).getPort();
        } catch (IOException e) {
            throw new KeyFileException(
                    "Cannot listen at "
                            + host
                            + ":"
                            + port
                            + " ("
                            + e.getMessage()
                            + "). Choose another port with --tls-port.");
        }
    }

    /** Says where it is, and what to trust. */
    public void tell(PrintStream output) {
        output.println("Encrypted: https://localhost:" + port);
        if (!authority.equals(Tls.NO_FILE)) {
            output.println("  Trust its authority: export AWS_CA_BUNDLE=" + authority);
        }
    }
}
