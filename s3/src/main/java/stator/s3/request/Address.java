package stator.s3.request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is about: nothing in particular, a bucket, or a key in a bucket. The bucket is the
 * first name of the path, or it stands in the host before {@code .localhost} or {@code .s3}.
 *
 * @param bucket empty for none
 * @param key empty for none
 */
public record Address(String bucket, String key) {
    private static final String SCHEME = "http://";

    /** Everything after the name of the bucket, for hosts that have one. */
    private static final Pattern HOST =
            Pattern.compile(
                    "(.+?)\\.(?:s3(?:[.-][a-z0-9-]+)?\\.)?"
                            + "(?:localhost(?:\\.localstack\\.cloud)?|amazonaws\\.com)");

    private static final Pattern S3_HOST =
            Pattern.compile(
                    "s3(?:[.-][a-z0-9-]+)?\\.(?:localhost(?:\\.localstack\\.cloud)?|amazonaws\\.com)");

    /**
     * @param host the header {@code Host}, with or without a port
     * @param uri as it was sent
     */
    public static Address of(String host, String uri) {
        String path = path(uri);
        String bucket = bucketOf(host);
        String rest = path.startsWith("/") ? path.substring(1) : path;
        if (!bucket.isEmpty()) {
            return new Address(bucket, decoded(rest, false));
        }
        int slash = rest.indexOf('/');
        return slash < 0
                ? new Address(decoded(rest, false), "")
                : new Address(
                        decoded(rest.substring(0, slash), false),
                        decoded(rest.substring(slash + 1), false));
    }

    /** Doubled slashes are part of a key, so the path is taken as it was sent. */
    private static String path(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (!path.startsWith(SCHEME)) {
            return path;
        }
        int slash = path.indexOf('/', SCHEME.length());
        return slash < 0 ? "/" : path.substring(slash);
    }

    /** The bucket that a host names; empty if it names none. */
    public static String bucketOf(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        name = colon < 0 || name.endsWith("]") ? name : name.substring(0, colon);
        if (S3_HOST.matcher(name).matches() || name.equals("localhost.localstack.cloud")) {
            return "";
        }
        Matcher matcher = HOST.matcher(name);
        return matcher.matches() ? matcher.group(1) : "";
    }

    /** The parameters of a query; of two of a name the first. */
    public static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : query.split("&")) {
            int equals = each.indexOf('=');
            String name = decoded(equals < 0 ? each : each.substring(0, equals), true);
            if (!name.isEmpty()) {
                parameters.putIfAbsent(
                        name, equals < 0 ? "" : decoded(each.substring(equals + 1), true));
            }
        }
        return parameters;
    }

    /**
     * The text that is encoded in a part of an address.
     *
     * @param plusIsBlank as in queries
     * @throws S3Exception InvalidURI if it is not encoded well
     */
    public static String decoded(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && (!plusIsBlank || text.indexOf('+') < 0)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw invalid(text);
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(letter == '+' && plusIsBlank ? ' ' : letter);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static S3Exception invalid(String uri) {
        return new S3Exception(400, "InvalidURI", "Couldn't parse the specified URI.")
                .with("URI", uri);
    }

    /** A text as it stands in an address. */
    public static String encoded(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xFF);
            boolean plain =
                    letter >= 'a' && letter <= 'z'
                            || letter >= 'A' && letter <= 'Z'
                            || letter >= '0' && letter <= '9'
                            || "-._~".indexOf(letter) >= 0
                            || kept.indexOf(letter) >= 0;
            encoded.append(plain ? String.valueOf(letter) : "%%%02X".formatted((int) letter));
        }
        return encoded.toString();
    }
}
