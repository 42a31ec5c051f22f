package stator.storage.cassandra.tls;

import com.datastax.driver.core.RemoteEndpointAwareJdkSSLOptions;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** TLS to the nodes. Each has to prove that it is the host that we meant. */
public final class Encryption extends RemoteEndpointAwareJdkSSLOptions {
    private Encryption(SSLContext context) {
        super(context, null);
    }

    /**
     * Trusts those who are vouched for by certificates of a PEM file, or, if the path is empty, by
     * those that Java trusts.
     *
     * @throws IllegalArgumentException if the file cannot be used
     */
    public static Encryption trusting(Path certificates) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificates.toString().isEmpty() ? null : read(certificates));
            context.init(null, trust.getTrustManagers(), null);
            return new Encryption(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "The certificates in " + certificates + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    private static KeyStore read(Path certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream file = Files.newInputStream(certificates)) {
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                store.setCertificateEntry("certificate" + number++, certificate);
            }
        }
        return store;
    }

    /** Looks no name up: a node is who it was named as, or its address. */
    @Override
    protected SSLEngine newSSLEngine(SocketChannel channel, InetSocketAddress node) {
        SSLEngine engine = context.createSSLEngine(node.getHostString(), node.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }
}
