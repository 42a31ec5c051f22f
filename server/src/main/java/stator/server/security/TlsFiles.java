package stator.server.security;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The certificate and the key of a server, read again when their files change. A new one that
 * cannot be used is told in the log, and the old one stays. Thread-safe.
 */
public final class TlsFiles implements Supplier<SSLContext> {
    private static final Logger LOG = System.getLogger(TlsFiles.class.getName());

    /** How often it is looked whether the files have changed. */
    private static final long LOOK_NANOS = 1_000_000_000L;

    private static final char[] NO_PASSWORD = {};

    private final Path certificate;
    private final Path key;

    // Guarded by this.
    private SSLContext context;
    private List<FileTime> changed;
    private long lookedNanos;

    private TlsFiles(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Reads the files.
     *
     * @throws KeyFileException if they cannot be used; the message says why
     */
    public static TlsFiles open(Path certificate, Path key) {
        TlsFiles files = new TlsFiles(certificate, key);
        try {
            synchronized (files) {
                files.changed = files.times();
                files.context = files.read();
                files.lookedNanos = System.nanoTime();
            }
            return files;
        } catch (IOException e) {
            throw new KeyFileException("A file for TLS cannot be read: " + e.getMessage());
        }
    }

    @Override
    public synchronized SSLContext get() {
        long now = System.nanoTime();
        if (now - lookedNanos >= LOOK_NANOS) {
            lookedNanos = now;
            look();
        }
        return context;
    }

    private void look() {
        try {
            List<FileTime> times = times();
            if (!times.equals(changed)) {
                changed = times;
                context = read();
                LOG.log(Level.INFO, "The certificate was read again: " + certificate);
            }
        } catch (IOException | KeyFileException e) {
            LOG.log(Level.WARNING, "The old certificate stays: " + e.getMessage());
        }
    }

    private List<FileTime> times() throws IOException {
        return List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    }

    private SSLContext read() throws IOException {
        List<Certificate> certificates = Pem.certificates(certificate);
        PrivateKey privateKey = Pem.key(key);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(
                    "server", privateKey, NO_PASSWORD, certificates.toArray(Certificate[]::new));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys.getKeyManagers(), null, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(
                    "The certificate "
                            + certificate
                            + " and the key "
                            + key
                            + " do not go together: "
                            + e.getMessage());
        }
    }
}
