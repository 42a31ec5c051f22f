package stator.server.security;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes certificates (RFC 5280), which Java has no public way to do: one of an authority that only
 * this server has, and one that the authority gives the server. Keys are on P-256.
 */
final class CertificateMaker {
    /** Clients take no longer ones. */
    static final Duration SERVER_LIFE = Duration.ofDays(397);

    static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

    private static final String COMMON_NAME = "2.5.4.3";
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_NAMES = "2.5.29.17";
    private static final String EXTENDED_USAGE = "2.5.29.37";
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final int VERSION_TAG = 0xA0;
    private static final int EXTENSIONS_TAG = 0xA3;
    private static final int DNS_TAG = 0x82;
    private static final int ADDRESS_TAG = 0x87;
    private static final int SERIAL_BITS = 120;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final SecureRandom random = new SecureRandom();
    private final Instant now;

    CertificateMaker(Instant now) {
        this.now = now;
    }

    KeyPair makeKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** The certificate of an authority, by itself. */
    X509Certificate authority(String name, KeyPair keys) throws GeneralSecurityException {
        byte[] extensions =
                Der.of(
                        Der.SEQUENCE,
                        extension(BASIC_CONSTRAINTS, true, Der.of(Der.SEQUENCE, Der.truth())),
                        // To sign certificates and lists of revoked ones.
                        extension(KEY_USAGE, true, Der.bits(1, (byte) 0x06)));
        return certificate(
                name, name, keys.getPublic(), keys.getPrivate(), AUTHORITY_LIFE, extensions);
    }

    /**
     * The certificate of a server.
     *
     * @param names host names and addresses
     */
    X509Certificate server(
            String authority, PrivateKey authorityKey, PublicKey key, List<String> names)
            throws GeneralSecurityException {
        byte[] extensions =
                Der.of(
                        Der.SEQUENCE,
                        extension(BASIC_CONSTRAINTS, true, Der.of(Der.SEQUENCE)),
                        // To sign handshakes.
                        extension(KEY_USAGE, true, Der.bits(7, (byte) 0x80)),
                        extension(
                                EXTENDED_USAGE,
                                false,
                                Der.of(Der.SEQUENCE, Der.identifier(SERVER_AUTHENTICATION))),
                        extension(SUBJECT_NAMES, false, subjectNames(names)));
        return certificate(authority, names.getFirst(), key, authorityKey, SERVER_LIFE, extensions);
    }

    private static byte[] subjectNames(List<String> names) {
        List<byte[]> encoded = new ArrayList<>();
        for (String name : names) {
            boolean isAddress = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
            encoded.add(
                    isAddress
                            ? Der.of(ADDRESS_TAG, address(name))
                            : Der.of(DNS_TAG, name.getBytes(StandardCharsets.US_ASCII)));
        }
        return Der.of(Der.SEQUENCE, encoded.toArray(byte[][]::new));
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + text, e);
        }
    }

    private static byte[] extension(String identifier, boolean critical, byte[] value) {
        byte[] octets = Der.of(Der.OCTETS, value);
        return critical
                ? Der.of(Der.SEQUENCE, Der.identifier(identifier), Der.truth(), octets)
                : Der.of(Der.SEQUENCE, Der.identifier(identifier), octets);
    }

    private X509Certificate certificate(
            String issuer,
            String subject,
            PublicKey key,
            PrivateKey issuerKey,
            Duration life,
            byte[] extensions)
            throws GeneralSecurityException {
        byte[] algorithm = Der.of(Der.SEQUENCE, Der.identifier(ECDSA_SHA256));
        byte[] validity =
                Der.of(
                        Der.SEQUENCE,
                        // Clocks differ.
                        Der.time(TIME.format(now.minus(Duration.ofHours(1)))),
                        Der.time(TIME.format(now.plus(life))));
        byte[] content =
                Der.of(
                        Der.SEQUENCE,
                        Der.of(VERSION_TAG, Der.integer(BigInteger.TWO)),
                        Der.integer(new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS)),
                        algorithm,
                        name(issuer),
                        validity,
                        name(subject),
                        key.getEncoded(),
                        Der.of(EXTENSIONS_TAG, extensions));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKey, random);
        signature.update(content);
        byte[] encoded = Der.of(Der.SEQUENCE, content, algorithm, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] name(String commonName) {
        return Der.of(
                Der.SEQUENCE,
                Der.of(
                        Der.SET,
                        Der.of(Der.SEQUENCE, Der.identifier(COMMON_NAME), Der.text(commonName))));
    }
}
