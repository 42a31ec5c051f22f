package stator.iam.sts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect issuer on this machine. */
final class TestIssuer implements AutoCloseable {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final AtomicInteger asked = new AtomicInteger();
    private final KeyPair keys;
    private final String algorithm;

    TestIssuer(String kind, String algorithm) throws IOException, GeneralSecurityException {
        this.algorithm = algorithm;
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        keys = generator.generateKeyPair();
        Thread.ofVirtual().start(this::serve);
    }

    /** Its URL without the scheme. */
    String name() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** How often somebody has asked. */
    int asked() {
        return asked.get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                asked.incrementAndGet();
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.getInputStream(), StandardCharsets.US_ASCII));
                boolean isSet = reader.readLine().contains("/keys");
                while (!reader.readLine().isEmpty()) {
                    // The rest of the head is of no interest.
                }
                String body = isSet ? "{\"keys\":[" + key() + "]}" : configuration();
                String answer =
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                                + body.length()
                                + "\r\n\r\n"
                                + body;
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    private String configuration() {
        return "{\"issuer\":\"http://%s\",\"jwks_uri\":\"http://%s/keys\"}"
                .formatted(name(), name());
    }

    private String key() {
        return switch (keys.getPublic()) {
            case RSAPublicKey key ->
                    "{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"%s\",\"e\":\"%s\"}"
                            .formatted(
                                    number(key.getModulus(), 256),
                                    number(key.getPublicExponent(), 3));
            case ECPublicKey key ->
                    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"%s\",\"y\":\"%s\"}"
                            .formatted(
                                    number(key.getW().getAffineX(), 32),
                                    number(key.getW().getAffineY(), 32));
            default -> throw new IllegalStateException();
        };
    }

    private static String number(BigInteger number, int length) {
        return BASE64.encodeToString(fixed(number.toByteArray(), length));
    }

    private static byte[] fixed(byte[] bytes, int length) {
        byte[] all = new byte[length];
        int from = Math.max(0, bytes.length - length);
        int copied = bytes.length - from;
        System.arraycopy(bytes, from, all, length - copied, copied);
        return all;
    }

    /** A token of somebody, until a second since 1970. */
    String token(String subject, String audience, long expires) {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"k\"}";
        String claims =
                "{\"iss\":\"http://%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d}"
                        .formatted(name(), subject, audience, expires);
        String signed = encoded(header) + "." + encoded(claims);
        return signed + "." + BASE64.encodeToString(signature(signed));
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] signature(String signed) {
        boolean isCurve = algorithm.startsWith("ES");
        try {
            Signature signer = Signature.getInstance(isCurve ? "SHA256withECDSA" : "SHA256withRSA");
            signer.initSign(keys.getPrivate());
            signer.update(signed.getBytes(StandardCharsets.US_ASCII));
            byte[] signature = signer.sign();
            return isCurve ? numbers(signature) : signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The two numbers in ASN.1 as tokens have them: each in 32 bytes. */
    private static byte[] numbers(byte[] sequence) {
        int first = sequence[3];
        int second = sequence[5 + first];
        byte[] both = Arrays.copyOf(fixed(Arrays.copyOfRange(sequence, 4, 4 + first), 32), 64);
        byte[] last = fixed(Arrays.copyOfRange(sequence, 6 + first, 6 + first + second), 32);
        System.arraycopy(last, 0, both, 32, 32);
        return both;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
