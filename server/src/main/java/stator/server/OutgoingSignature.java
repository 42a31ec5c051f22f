package stator.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs calls that the server makes of other services, by AWS's Signature Version 4.
 *
 * @param service as in the scope of the signature, {@code kinesis} for example
 */
record OutgoingSignature(
        String accessKey, String secretKey, String region, String service, Instant now) {
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String SIGNED = "content-type;host;x-amz-date;x-amz-target";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The headers of a POST to the root, its signature among them, apart from {@code Host}. */
    Map<String, String> headers(String host, String target, byte[] body) {
        String time = TIME.format(now);
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String request =
                "POST\n/\n\ncontent-type:%s\nhost:%s\nx-amz-date:%s\nx-amz-target:%s\n\n%s\n%s"
                        .formatted(JSON, host, time, target, SIGNED, sha256(body));
        String toSign =
                "AWS4-HMAC-SHA256\n%s\n%s\n%s".formatted(time, scope, sha256(utf8(request)));
        byte[] key = utf8("AWS4" + secretKey);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", JSON);
        headers.put("X-Amz-Date", time);
        headers.put("X-Amz-Target", target);
        headers.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                accessKey,
                                scope,
                                SIGNED,
                                HexFormat.of().formatHex(hmac(key, toSign))));
        return headers;
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
