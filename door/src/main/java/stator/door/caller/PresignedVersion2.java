package stator.door.caller;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stator.door.Request;

/**
 * A signature of version 2 in the query of an address of Amazon S3. The CLI of version 1 and boto3
 * still make such addresses where nobody chooses a version (Amazon S3 user guide, "Signing and
 * authenticating REST requests").
 *
 * @param accessKey whose secret signed
 * @param expires from when on it does not hold, in seconds since 1970
 */
record PresignedVersion2(String accessKey, String expires, String signature) {
    /** The parameters that change what a request means, and so are signed. */
    private static final Set<String> SIGNED =
            Set.of(
                    "accelerate",
                    "acl",
                    "cors",
                    "defaultObjectAcl",
                    "delete",
                    "encryption",
                    "lifecycle",
                    "location",
                    "logging",
                    "notification",
                    "partNumber",
                    "policy",
                    "replication",
                    "requestPayment",
                    "response-cache-control",
                    "response-content-disposition",
                    "response-content-encoding",
                    "response-content-language",
                    "response-content-type",
                    "response-expires",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads",
                    "versionId",
                    "versioning",
                    "versions",
                    "website");

    /** The one of a request, if it has one. */
    static Optional<PresignedVersion2> of(Request request) {
        if (!request.query().contains("AWSAccessKeyId=")) {
            return Optional.empty();
        }
        Map<String, String> query = parameters(request);
        String key = query.getOrDefault("AWSAccessKeyId", "");
        String expires = query.getOrDefault("Expires", "");
        String signature = query.getOrDefault("Signature", "");
        boolean complete = !key.isEmpty() && expires.matches("[0-9]{1,15}") && !signature.isEmpty();
        return complete
                ? Optional.of(new PresignedVersion2(key, expires, signature))
                : Optional.empty();
    }

    private static Map<String, String> parameters(Request request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : request.query().split("&")) {
            String[] parts = each.split("=", 2);
            try {
                parameters.putIfAbsent(
                        parts[0],
                        parts.length == 1
                                ? null
                                : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Map.of(); // a query that cannot be decoded signs nothing
            }
        }
        return parameters;
    }

    /** Whether it was made with a secret. */
    boolean isSignedWith(String secret, Request request) {
        return SignatureVersion2.isSigned(toSign(request), secret, signature);
    }

    private String toSign(Request request) {
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append('\n');
        text.append(request.header("content-md5").orElse("")).append('\n');
        text.append(request.header("content-type").orElse("")).append('\n');
        text.append(expires).append('\n');
        Map<String, String> amazon = new TreeMap<>();
        request.forEachHeader((name, value) -> {
            String small = name.toLowerCase(Locale.ROOT);
            if (small.startsWith("x-amz-")) {
                amazon.merge(small, value.strip(), (first, more) -> first + "," + more);
            }
        });
        amazon.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append(resource(request)).toString();
    }

    private static String resource(Request request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        StringBuilder resource = new StringBuilder(query < 0 ? uri : uri.substring(0, query));
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(parameters(request)).entrySet()) {
            if (SIGNED.contains(parameter.getKey())) {
                resource.append(separator).append(parameter.getKey());
                if (parameter.getValue() != null) {
                    resource.append('=').append(parameter.getValue());
                }
                separator = '&';
            }
        }
        return resource.toString();
    }
}
