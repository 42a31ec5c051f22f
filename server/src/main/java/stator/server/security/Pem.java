package stator.server.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in the text form that all tools share (RFC 7468). */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN (RSA |EC |ENCRYPTED |)PRIVATE KEY-----([^-]+)-----END");
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final int LINE = 64;

    private Pem() {}

    /** The certificates of a file, the server's own first. */
    static List<Certificate> certificates(Path file) throws IOException {
        try {
            List<Certificate> found =
                    List.copyOf(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificates(
                                            new ByteArrayInputStream(Files.readAllBytes(file))));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (GeneralSecurityException e) {
            // Told like a file without certificates.
        }
        throw new KeyFileException("The file " + file + " has no certificate in PEM form.");
    }

    /** The private key of a file. */
    static PrivateKey key(Path file) throws IOException {
        Matcher key = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!key.find() || key.group(1).startsWith("EC") || key.group(1).startsWith("ENC")) {
            throw new KeyFileException(
                    "The file "
                            + file
                            + " has no private key that can be read. It must be in PEM form and not"
                            + " encrypted: openssl pkcs8 -topk8 -nocrypt -in "
                            + file
                            + " -out key.pem");
        }
        byte[] bytes = decoded(key.group(2), file);
        PKCS8EncodedKeySpec form =
                new PKCS8EncodedKeySpec(key.group(1).isEmpty() ? bytes : wrapped(bytes));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(form);
            } catch (GeneralSecurityException e) {
                // It is a key of another algorithm.
            }
        }
        throw new KeyFileException(
                "The private key in " + file + " is of no kind that TLS knows here.");
    }

    private static byte[] decoded(String text, Path file) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new KeyFileException("The private key in " + file + " is damaged.");
        }
    }

    /** A key of the old form of RSA in the form that tells its algorithm. */
    private static byte[] wrapped(byte[] key) {
        return Der.of(
                Der.SEQUENCE,
                Der.integer(BigInteger.ZERO),
                Der.of(Der.SEQUENCE, Der.identifier(RSA), new byte[] {5, 0}),
                Der.of(Der.OCTETS, key));
    }

    /** Some bytes under a name. */
    static String text(String name, byte[] bytes) {
        String lines =
                Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes);
        return "-----BEGIN " + name + "-----\n" + lines + "\n-----END " + name + "-----\n";
    }
}
