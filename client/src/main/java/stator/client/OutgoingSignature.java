package stator.client;

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

/**
 * Signs calls of services by AWS's Signature Version 4.
 *
 * @param service as in the scope of the signature, {@code kinesis} for example
 * @param contentType which says the version of the JSON protocol
 */
public record OutgoingSignature(
        Credentials credentials, String region, String service, String contentType, Instant now) {
    /** The content type of Kinesis. */
    public static final String JSON_1_1 = "application/x-amz-json-1.1";

    /** The content type of DynamoDB. */
    public static final String JSON_1_0 = "application/x-amz-json-1.0";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The headers of a POST to the root, its signature among them, apart from {@code Host}. */
    public Map<String, String> headers(String host, String target, byte[] body) {
        String time = TIME.format(now);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("X-Amz-Date", time);
        headers.put("X-Amz-Target", target);
        if (!credentials.sessionToken().isEmpty()) {
            headers.put("X-Amz-Security-Token", credentials.sessionToken());
        }
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        Map<String, String> signed = signed(headers, host);
        String names = String.join(";", signed.keySet());
        StringBuilder request = new StringBuilder("POST\n/\n\n");
        signed.forEach(
                (name, value) -> request.append(name).append(':').append(value).append('\n'));
        request.append('\n').append(names).append('\n').append(sha256(body));
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
