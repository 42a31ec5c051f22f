package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.door.caller.AuthMode;
import stator.server.security.EncryptedPort;
import stator.server.security.KeyFileException;
import stator.server.security.Tls;

/** Connections that are encrypted, beside those that are not. */
class EncryptedPortTest {
    private static final String GET = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static Configuration configuration(Path directory) {
        return Configuration.inMemory()
                .withEngine(inMemory(directory))
                .withSecurity(Security.of(AuthMode.OFF).withTls(Tls.selfSigned(0)));
    }

    /** In memory, with the certificate in a directory of the test. */
    private static Engine inMemory(Path directory) {
        Engine memory = new Engine.Memory();
        return (Engine)
                Proxy.newProxyInstance(
                        Engine.class.getClassLoader(),
                        new Class<?>[] {Engine.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("certificates")
                                        ? directory
                                        : method.invoke(memory, arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void answersBesideThePlainPort(String protocol, @TempDir Path directory) throws Exception {
        try (StatorServer server = StatorServer.start(configuration(directory));
                WireClient plain = new WireClient(server.port());
                SSLSocket encrypted = connect(server, protocol)) {
            assertEquals(200, plain.send(GET).read().status());
            String first = exchange(encrypted);
            assertTrue(first.startsWith("HTTP/1.1 200"), first);
            assertEquals(protocol, encrypted.getSession().getProtocol());
            String again = exchange(encrypted);
            assertTrue(again.startsWith("HTTP/1.1 200"), again);
        }
    }

    @Test
    void takesNoOldProtocolAndNoOldCipher(@TempDir Path directory) throws Exception {
        try (StatorServer server = StatorServer.start(configuration(directory));
                SSLSocket old = connect(server, "TLSv1.2")) {
            old.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThrows(SSLHandshakeException.class, old::startHandshake);
        }
    }

    @Test
    void letsGoOfWhoeverDoesNotShakeHands(@TempDir Path directory) throws Exception {
        Configuration impatient =
                configuration(directory)
                        .withNetwork(
                                TestServer.with(
                                                TestServer.limits(1_000, 100, 1 << 24),
                                                List.of(),
                                                List.of())
                                        .network());
        try (StatorServer server = StatorServer.start(impatient);
                Socket silent = new Socket("localhost", port(server));
                Socket noisy = new Socket("localhost", port(server))) {
            silent.setSoTimeout(30_000);
            noisy.setSoTimeout(30_000);
            noisy.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
            assertEquals(-1, readToEnd(silent));
            assertEquals(-1, readToEnd(noisy));
            assertTrue(exchange(connect(server, "TLSv1.3")).startsWith("HTTP/1.1 200"));
        }
    }

    /** An alert may come before the end. */
    private static int readToEnd(Socket socket) {
        try (InputStream input = socket.getInputStream()) {
            int last = input.read();
            while (last >= 0) {
                last = input.read();
            }
            return last;
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void keepsTheCertificateAndItsKeyToItself(@TempDir Path directory) throws Exception {
        StatorServer.start(configuration(directory)).close();
        byte[] first = Files.readAllBytes(directory.resolve("certificate.pem"));

        StatorServer.start(configuration(directory)).close();

        assertEquals(
                new String(first, StandardCharsets.US_ASCII),
                Files.readString(directory.resolve("certificate.pem")));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("key.pem"))));
    }

    @Test
    void readsANewCertificateWhenTheFilesChange(@TempDir Path directory, @TempDir Path other)
            throws Exception {
        StatorServer.start(configuration(other)).close();
        StatorServer.start(configuration(directory)).close();
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        Configuration files =
                Configuration.inMemory()
                        .withSecurity(
                                Security.of(AuthMode.OFF).withTls(Tls.of(0, certificate, key)));
        try (StatorServer server = StatorServer.start(files)) {
            String before = serial(server, directory.resolve("authority.pem"));
            for (String name : new String[] {"certificate.pem", "key.pem"}) {
                Files.write(directory.resolve(name), Files.readAllBytes(other.resolve(name)));
                Files.setLastModifiedTime(
                        directory.resolve(name), FileTime.from(Instant.now().plusSeconds(5)));
            }
            Thread.sleep(1_100);
            assertNotEquals(before, serial(server, other.resolve("authority.pem")));

            Files.writeString(certificate, "broken");
            Thread.sleep(1_100);
            serial(server, other.resolve("authority.pem"));
        }
        assertThrows(KeyFileException.class, () -> StatorServer.start(files));
    }

    private static String serial(StatorServer server, Path authority) throws Exception {
        try (SSLSocket socket = connect(port(server), authority, "TLSv1.3")) {
            socket.startHandshake();
            Certificate shown = socket.getSession().getPeerCertificates()[0];
            return ((X509Certificate) shown).getSerialNumber().toString();
        }
    }

    private static int port(StatorServer server) {
        return server.encryptedPort().orElseThrow().port();
    }

    private static SSLSocket connect(StatorServer server, String protocol) throws Exception {
        EncryptedPort port = server.encryptedPort().orElseThrow();
        return connect(port.port(), port.authority(), protocol);
    }

    /** A client that trusts one authority, and looks at the name in the certificate. */
    private static SSLSocket connect(int port, Path authority, String protocol)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream input = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509").generateCertificate(input));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String exchange(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[4096];
        int length = socket.getInputStream().read(answer);
        return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }
}
