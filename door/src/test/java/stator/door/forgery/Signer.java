package stator.door.forgery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import stator.door.forgery.Message.Header;
import stator.identity.account.AccessKey;

/**
 * Signs requests of four protocols, in the header and in the query, as AWS documents Signature
 * Version 4. It shares nothing with the code that verifies.
 */
final class Signer {
    private static final HexFormat HEX = HexFormat.of();
    private static final String HOST = "localhost:8000";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private final String time;
    private final RandomGenerator random;
    private final Map<String, byte[]> derived = new HashMap<>();

    /**
     * @param time at which all is signed, in ISO 8601's basic format
     */
    Signer(String time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** A signed request of any form. */
    Message next(AccessKey key) {
        String region = random.nextBoolean() ? "us-east-1" : "eu-west-1";
        return switch (random.nextInt(5)) {
            case 0 -> json(key, region);
            case 1 -> form(key, region);
            case 2 -> object(key, region);
            case 3 -> presignedForm(key, region);
            default -> presignedObject(key, region);
        };
    }

    private Message json(AccessKey key, String region) {
        Map<String, String> headers = headers(key);
        headers.put("content-type", "application/x-amz-json-1.0");
        headers.put("x-amz-target", "DynamoDB_20120810.GetItem");
        byte[] body = utf8("{\"TableName\":\"T\",\"Key\":{\"p\":{\"S\":\"" + word() + "\"}}}");
        return inHeader(key, region, "dynamodb", "POST", "/", Map.of(), headers, body, true);
    }

    private Message form(AccessKey key, String region) {
        Map<String, String> headers = headers(key);
        headers.put("content-type", "application/x-www-form-urlencoded");
        byte[] body = utf8("Action=GetUser&Version=2010-05-08&UserName=" + word());
        return inHeader(key, region, "iam", "POST", "/", Map.of(), headers, body, true);
    }

    private Message object(AccessKey key, String region) {
        Map<String, String> headers = headers(key);
        byte[] body = utf8(word());
        boolean covers = random.nextBoolean();
        headers.put("x-amz-content-sha256", covers ? sha256(body) : UNSIGNED);
        headers.put("x-amz-meta-word", word());
        Map<String, String> query = Map.of("partNumber", "1", "uploadId", word());
        String path = "/bucket/" + word() + "/a%20b";
        return inHeader(key, region, "s3", "PUT", path, query, headers, body, covers);
    }

    private Message presignedForm(AccessKey key, String region) {
        Map<String, String> query =
                new HashMap<>(Map.of("Action", "GetCallerIdentity", "Version", "2011-06-15"));
        return inQuery(key, region, "sts", "GET", "/", query, sha256(new byte[0]), true);
    }

    private Message presignedObject(AccessKey key, String region) {
        Map<String, String> query = new HashMap<>(Map.of("response-content-type", word()));
        String method = random.nextBoolean() ? "GET" : "PUT";
        return inQuery(key, region, "s3", method, "/bucket/" + word(), query, UNSIGNED, false);
    }

    private Map<String, String> headers(AccessKey key) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("host", HOST);
        headers.put("x-amz-date", time);
        if (!key.sessionToken().isEmpty()) {
            headers.put("x-amz-security-token", key.sessionToken());
        }
        return headers;
    }

    private Message inHeader(
            AccessKey key,
            String region,
            String service,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            boolean covers) {
        String scope = scope(region, service);
        String names = String.join(";", headers.keySet());
        String hash = headers.getOrDefault("x-amz-content-sha256", sha256(body));
        String signature =
                signature(key, scope, canonical(method, path, query, headers, names, hash));
        List<Header> lines = new ArrayList<>();
        headers.forEach((name, value) -> lines.add(new Header(name, value)));
        lines.add(
                new Header(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential="
                                + key.id()
                                + "/"
                                + scope
                                + ", SignedHeaders="
                                + names
                                + ", Signature="
                                + signature));
        return new Message(method, path, text(query), lines, body, covers);
    }

    private Message inQuery(
            AccessKey key,
            String region,
            String service,
            String method,
            String path,
            Map<String, String> query,
            String payload,
            boolean covers) {
        String scope = scope(region, service);
        query.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        query.put("X-Amz-Credential", key.id() + "/" + scope);
        query.put("X-Amz-Date", time);
        query.put("X-Amz-Expires", "300");
        query.put("X-Amz-SignedHeaders", "host");
        if (!key.sessionToken().isEmpty()) {
            query.put("X-Amz-Security-Token", key.sessionToken());
        }
        String canonical = canonical(method, path, query, Map.of("host", HOST), "host", payload);
        String signed = text(query) + "&X-Amz-Signature=" + signature(key, scope, canonical);
        return new Message(
                method, path, signed, List.of(new Header("host", HOST)), new byte[0], covers);
    }

    private String scope(String region, String service) {
        return time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
    }

    private static String canonical(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            String names,
            String payload) {
        String lines =
                headers.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining());
        return String.join("\n", method, path, text(query), lines, names, payload);
    }

    /** A query in the order and the spelling that are signed. */
    private static String text(Map<String, String> query) {
        return query.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .sorted(Comparator.comparing((String one) -> one.substring(0, one.indexOf('='))))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private String signature(AccessKey key, String scope, String canonical) {
        String text = String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(utf8(canonical)));
        byte[] secret =
                derived.computeIfAbsent(
                        key.secret() + scope,
                        first -> {
                            byte[] bytes = utf8("AWS4" + key.secret());
                            for (String part : scope.split("/")) {
                                bytes = hmac(bytes, part);
                            }
                            return bytes;
                        });
        return HEX.formatHex(hmac(secret, text));
    }

    /** Some letters. */
    private String word() {
        return random.ints(1 + random.nextInt(12), 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
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

    private static String sha256(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
