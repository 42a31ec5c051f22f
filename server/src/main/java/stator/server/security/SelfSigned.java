package stator.server.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A certificate for those who have none: a local authority, whose certificate clients are told to
 * trust, gives the server one. The authority's key is in no file, so that nobody can make others
 * with it; the next certificate comes with the next authority.
 *
 * @param authority what clients have to trust
 */
public record SelfSigned(Path authority, Path certificate, Path key) {
    /** Before a certificate ends, there is another. */
    private static final Duration RENEWAL = Duration.ofDays(30);

    private static final String NAME = "Stator local authority";

    /**
     * The certificate in a directory; made if there is none, or it ends soon, or lacks a name.
     *
     * @param names further ones by which clients call the server
     * @throws KeyFileException if the directory cannot be used
     */
    public static SelfSigned in(Path directory, List<String> names, Instant now) {
        SelfSigned files =
                new SelfSigned(
                        directory.resolve("authority.pem"),
                        directory.resolve("certificate.pem"),
                        directory.resolve("key.pem"));
        try {
            List<String> all = names(names);
            if (!files.isGood(all, now)) {
                Files.createDirectories(directory);
                files.make(all, now);
            }
            return files;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeyFileException(
                    "No certificate can be made in " + directory + ": " + e.getMessage());
        }
    }

    private static List<String> names(List<String> more) {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        names.addAll(more);
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (host.matches("[A-Za-z0-9.-]+")) {
                names.add(host);
            }
        } catch (UnknownHostException e) {
            // A machine without a name is called by its addresses.
        }
        return List.copyOf(names);
    }

    private boolean isGood(List<String> names, Instant now) throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key) || !Files.exists(authority)) {
            return false;
        }
        Certificate first = Pem.certificates(certificate).getFirst();
        try {
            return first instanceof X509Certificate known
                    && known.getNotAfter().toInstant().isAfter(now.plus(RENEWAL))
                    && covers(known, names);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean covers(X509Certificate known, List<String> names)
            throws GeneralSecurityException {
        Set<String> covered = new LinkedHashSet<>();
        if (known.getSubjectAlternativeNames() != null) {
            known.getSubjectAlternativeNames().forEach(name -> covered.add((String) name.get(1)));
        }
        // Addresses are spelled in other ways there.
        return names.stream().filter(name -> name.indexOf(':') < 0).allMatch(covered::contains);
    }

    private void make(List<String> names, Instant now)
            throws IOException, GeneralSecurityException {
        CertificateMaker maker = new CertificateMaker(now);
        KeyPair authorityKeys = maker.makeKeys();
        KeyPair serverKeys = maker.makeKeys();
        X509Certificate root = maker.authority(NAME, authorityKeys);
        X509Certificate server =
                maker.server(NAME, authorityKeys.getPrivate(), serverKeys.getPublic(), names);
        Files.deleteIfExists(key);
        Files.createFile(key, KeyFile.attributes(key));
        write(key, Pem.text("PRIVATE KEY", serverKeys.getPrivate().getEncoded()));
        write(authority, Pem.text("CERTIFICATE", root.getEncoded()));
        write(
                certificate,
                Pem.text("CERTIFICATE", server.getEncoded())
                        + Pem.text("CERTIFICATE", root.getEncoded()));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }
}
