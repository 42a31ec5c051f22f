package stator.identity.signature;

import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.identity.Credentials;

/**
 * Signs calls of services by AWS's Signature Version 4.
 *
 * @param service as in the scope of the signature, {@code kinesis} for example
 * @param contentType which says the protocol and its version; empty for S3, which has none
 */
public record OutgoingSignature(
        Credentials credentials, String region, String service, String contentType, Instant now) {
    /** The content type of Kinesis. */
    public static final String JSON_1_1 = "application/x-amz-json-1.1";

    /** The content type of DynamoDB. */
    public static final String JSON_1_0 = "application/x-amz-json-1.0";

    /** The content type of the query protocol, which SQS and SNS understand. */
    public static final String FORM = "application/x-www-form-urlencoded";

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * A service's name as calls of it give it in {@code Host}: with its port if that is unusual.
     */
    public static String host(URI endpoint) {
        int usual = endpoint.getScheme().equals("https") ? HTTPS_PORT : HTTP_PORT;
        return endpoint.getPort() < 0 || endpoint.getPort() == usual
                ? endpoint.getHost()
                : endpoint.getHost() + ":" + endpoint.getPort();
    }

    /** The headers of a POST to the root, its signature among them, apart from {@code Host}. */
    public Map<String, String> headers(String host, String target, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("X-Amz-Target", target);
        return sign("POST", "/", "", host, headers, SigningKey.sha256(body));
    }

    /** The same for a call of the query protocol, which names its operation in the body. */
    public Map<String, String> formHeaders(String host, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return sign("POST", "/", "", host, headers, SigningKey.sha256(body));
    }

    /**
     * The headers of a call that says by method and path what it means, as those of S3 do, its
     * signature among them, apart from {@code Host}.
     *
     * @param path as it is sent, encoded
     * @param query as it is sent, encoded and in the order of the names; empty for none
     */
    public Map<String, String> objectHeaders(
            String method, String host, String path, String query, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Content-Sha256", SigningKey.sha256(body));
        return sign(method, path, query, host, headers, SigningKey.sha256(body));
    }

    private Map<String, String> sign(
            String method,
            String path,
            String query,
            String host,
            Map<String, String> headers,
            String bodyHash) {
        String time = TIME.format(now);
        headers.put("X-Amz-Date", time);
        if (!credentials.sessionToken().isEmpty()) {
            headers.put("X-Amz-Security-Token", credentials.sessionToken());
        }
        CredentialScope scope = new CredentialScope(time.substring(0, 8), region, service);
        Map<String, String> signed = new LinkedHashMap<>(headers);
        signed.put("host", host);
        RequestHeaders lines = new RequestHeaders();
        signed.forEach(lines::add);
        List<String> names = lines.sortedNames();
        ByteText text = new ByteText();
        CanonicalRequest.write(
                new SignableRequest(method, path, query, lines), names, service, bodyHash, text);
        MessageDigest digest = SigningKey.digest();
        digest.update(text.array(), 0, text.length());
        SigningKey.writeToSign(time, scope, digest.digest(), text.clear());
        String signature =
                HexFormat.of()
                        .formatHex(
                                new SigningKey(credentials.secretKey(), scope).sign(text, digest));
        headers.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                credentials.accessKey(),
                                scope,
                                String.join(";", names),
                                signature));
        return headers;
    }
}
