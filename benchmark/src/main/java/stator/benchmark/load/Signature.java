package stator.benchmark.load;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS Signature Version 4 of the harness's one form of request, with fixed test credentials. */
public final class Signature {
    public static final String CONTENT_TYPE = "application/x-amz-json-1.0";

    /** Stands where a signature stands, for endpoints that do not verify it. */
    static final String SHAPE = "0".repeat(64);

    private static final String ACCESS_KEY = "AKIDBENCHMARK0000000";
    private static final String SECRET_KEY = "benchmark-secret-key";
    private static final String SIGNED_HEADERS = "content-type;host;x-amz-date;x-amz-target";

    private Signature() {}

    static String authorization(String amzDate, String signature) {
        return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                .formatted(ACCESS_KEY, scope(amzDate), SIGNED_HEADERS, signature);
    }

    static String of(String host, String amzDate, String target, byte[] payload) {
        String canonicalRequest =
                "POST\n/\n\ncontent-type:%s\nhost:%s\nx-amz-date:%s\nx-amz-target:%s\n\n%s\n%s"
                        .formatted(
                                CONTENT_TYPE,
                                host,
                                amzDate,
                                target,
                                SIGNED_HEADERS,
                                sha256(payload));
        String stringToSign =
                "AWS4-HMAC-SHA256\n%s\n%s\n%s"
                        .formatted(amzDate, scope(amzDate), sha256(utf8(canonicalRequest)));
        byte[] key = utf8("AWS4" + SECRET_KEY);
        for (String part : scope(amzDate).split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, stringToSign));
    }

    private static String scope(String amzDate) {
        return amzDate.substring(0, 8) + "/us-east-1/dynamodb/aws4_request";
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
