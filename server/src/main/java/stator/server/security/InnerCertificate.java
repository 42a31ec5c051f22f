package stator.server.security;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that servers know each other by. Each start makes its own, in memory; what others
 * trust is not who gave it but its fingerprint, which stands where only they can write.
 *
 * @param context what encrypts with it
 * @param fingerprint the SHA-256 of the certificate, in hexadecimal digits
 */
public record InnerCertificate(SSLContext context, String fingerprint) {
    private static final String NAME = "Stator";
    private static final char[] NO_PASSWORD = {};

    /** Makes one. */
    public static InnerCertificate make(Instant now) {
        try {
            CertificateMaker maker = new CertificateMaker(now);
            KeyPair keys = maker.makeKeys();
            X509Certificate certificate =
                    maker.server(NAME, keys.getPrivate(), keys.getPublic(), List.of("localhost"));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(
                    "server", keys.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(managers.getKeyManagers(), null, null);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new InnerCertificate(context, HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This Java cannot make a certificate", e);
        }
    }
}
