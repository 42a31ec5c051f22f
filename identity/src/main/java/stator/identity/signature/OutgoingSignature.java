package stator.identity.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stator.identity.Credentials;

/**
 * Signs calls of services by AWS's Signature Version 4.
 *
 * @param service as in the scope of the signature, {@code kinesis} for example
 * @param contentType which says the version of the JSON protocol; empty for S3, which has none
 */
public record OutgoingSignature(
        Credentials credentials, String region, String service, String contentType, Instant now) {
    /** The content type of Kinesis. */
    public static final String JSON_1_1 = "application/x-amz-json-1.1";

    /** The content type of DynamoDB. */
    public static final String JSON_1_0 = "application/x-amz-json-1.0";

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
        return sign("POST", "/", "", host, headers, sha256(body));
    }

    /**
     * The headers of a call of S3, its signature among them, apart from {@code Host}.
     *
     * @param path as it is sent, encoded
     * @param query as it is sent, encoded and in the order of the names; empty for none
     */
    public Map<String, String> objectHeaders(
            String method, String host, String path, String query, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Content-Sha256", sha256(body));
        return sign(method, path, query, host, headers, sha256(body));
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
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        Map<String, String> signed = signed(headers, host);
        String names = String.join(";", signed.keySet());
        StringBuilder request = new StringBuilder(method + "\n" + path + "\n" + query + "\n");
        signed.forEach(
                (name, value) -> request.append(name).append(':').append(value).append('\n'));
        request.append('\n').append(names).append('\n').append(bodyHash);
        String toSign =
                "AWS4-HMAC-SHA256\n%s\n%s\n%s"
                        .formatted(time, scope, sha256(utf8(request.toString())));
        headers.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                credentials.accessKey(),
                                scope,
                                names,
                                HexFormat.of().formatHex(hmac(key(scope), toSign))));
        return headers;
    }

    /** What is signed, by its name in small letters and in the order of names. */
    private static Map<String, String> signed(Map<String, String> headers, String host) {
        Map<String, String> signed = new TreeMap<>();
        signed.put("host", host);
        headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
        return signed;
    }

    private byte[] key(String scope) {
        byte[] key = utf8("AWS4" + credentials.secretKey());
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return key;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
