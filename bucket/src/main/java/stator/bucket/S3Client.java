package stator.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.identity.Credentials;
import stator.identity.signature.OutgoingSignature;

/**
 * Calls of any service that speaks the protocol of Amazon S3: signed, with the bucket in the path.
 * What the service could not do for the moment is tried again a few times.
 */
final class S3Client {
    /** Whom services take that look at no signature. */
    static final Credentials ANYBODY = new Credentials("test", "test");

    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;
    private static final int ATTEMPTS = 4;
    private static final long RETRY_MILLIS = 250;
    private static final int PAGE_BYTES_MAX = 8 << 20;
    private static final byte[] NO_BODY = {};
    private static final String UNRESERVED = "-._~";
    private static final Pattern CONTENTS =
            Pattern.compile("<Contents>.*?<Key>(.*?)</Key>.*?<Size>(\\d+)</Size>", Pattern.DOTALL);
    private static final Pattern NEXT =
            Pattern.compile("<NextContinuationToken>(.*?)</NextContinuationToken>");
    private static final Pattern CODE = Pattern.compile("<Code>(.*?)</Code>");

    private final URI endpoint;
    private final String region;
    private final Credentials credentials;
    private final Clock clock;

    /** A client of the service at an endpoint, whose path is ignored. */
    S3Client(URI endpoint, String region, Credentials credentials, Clock clock) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** What is sent; {@code query} is encoded, in the order of the names. */
    private record Call(String method, String path, String query, byte[] body) {}

    /** Whether there is a bucket of that name. */
    boolean isThere(String bucket) throws IOException {
        HttpURLConnection answer = send(new Call("HEAD", path(bucket), "", NO_BODY));
        if (answer.getResponseCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            return false;
        }
        require(answer, bucket);
        return true;
    }

    /**
     * Adds a page of what is there under a prefix.
     *
     * @param from what the page before returned; empty for the first one
     * @return where the next page begins; empty if there is none
     */
    String list(String bucket, String prefix, String from, List<Bucket.Entry> entries)
            throws IOException {
        String query =
                (from.isEmpty() ? "" : "continuation-token=" + encoded(from, "") + "&")
                        + "encoding-type=url&list-type=2&prefix="
                        + encoded(prefix, "");
        HttpURLConnection answer = send(new Call("GET", path(bucket), query, NO_BODY));
        require(answer, bucket);
        String page;
        try (InputStream in = answer.getInputStream()) {
            page = new String(in.readNBytes(PAGE_BYTES_MAX), StandardCharsets.UTF_8);
        }
        Matcher contents = CONTENTS.matcher(page);
        while (contents.find()) {
            entries.add(
                    new Bucket.Entry(
                            URLDecoder.decode(contents.group(1), StandardCharsets.UTF_8),
                            Long.parseLong(contents.group(2))));
        }
        Matcher next = NEXT.matcher(page);
        return next.find() ? plain(next.group(1)) : "";
    }

    private static String plain(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    /** The bytes under a key. */
    InputStream get(String bucket, String key) throws IOException {
        HttpURLConnection answer = send(new Call("GET", path(bucket, key), "", NO_BODY));
        require(answer, key);
        return answer.getInputStream();
    }

    void put(String bucket, String key, byte[] bytes) throws IOException {
        require(send(new Call("PUT", path(bucket, key), "", bytes)), key);
    }

    void delete(String bucket, String key) throws IOException {
        HttpURLConnection answer = send(new Call("DELETE", path(bucket, key), "", NO_BODY));
        if (answer.getResponseCode() != HttpURLConnection.HTTP_NOT_FOUND) {
            require(answer, key);
        }
    }

    private static String path(String bucket) {
        return "/" + encoded(bucket, "");
    }

    private static String path(String bucket, String key) {
        return path(bucket) + "/" + encoded(key, "/");
    }

    /** Encoded once, as signatures want it. */
    private static String encoded(String text, String kept) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (b & 0xFF);
            boolean isPlain =
                    letter >= 'a' && letter <= 'z'
                            || letter >= 'A' && letter <= 'Z'
                            || letter >= '0' && letter <= '9'
                            || UNRESERVED.indexOf(letter) >= 0
                            || kept.indexOf(letter) >= 0;
            encoded.append(isPlain ? String.valueOf(letter) : "%%%02X".formatted((int) letter));
        }
        return encoded.toString();
    }

    /** Sends it until there is an answer that another attempt would not change. */
    private HttpURLConnection send(Call call) throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            pause(attempt);
            try {
                HttpURLConnection answer = sendOnce(call);
                int status = answer.getResponseCode();
                if (status < 500 && status != 429) {
                    return answer;
                }
                last = refused(answer, call.path());
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException(
                "The S3 service " + endpoint + " does not do it: " + last.getMessage(), last);
    }

    private static void pause(int attempt) throws IOException {
        if (attempt == 0) {
            return;
        }
        try {
            Thread.sleep(RETRY_MILLIS << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private HttpURLConnection sendOnce(Call call) throws IOException {
        URI uri =
                URI.create(
                        endpoint.getScheme()
                                + "://"
                                + endpoint.getAuthority()
                                + call.path()
                                + (call.query().isEmpty() ? "" : "?" + call.query()));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(call.method());
        Map<String, String> headers =
                new OutgoingSignature(credentials, region, "s3", "", clock.instant())
                        .objectHeaders(
                                call.method(),
                                OutgoingSignature.host(endpoint),
                                call.path(),
                                call.query(),
                                call.body());
        headers.forEach(connection::setRequestProperty);
        if (call.method().equals("PUT")) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(call.body().length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(call.body());
            }
        }
        return connection;
    }

    private static void require(HttpURLConnection answer, String what) throws IOException {
        if (answer.getResponseCode() / 100 != 2) {
            throw refused(answer, what);
        }
    }

    private static IOException refused(HttpURLConnection answer, String what) throws IOException {
        String text = "";
        try (InputStream in = answer.getErrorStream()) {
            if (in != null) {
                text = new String(in.readNBytes(1 << 12), StandardCharsets.UTF_8);
            }
        }
        Matcher code = CODE.matcher(text);
        return new IOException(
                "S3 answered "
                        + answer.getResponseCode()
                        + (code.find() ? " " + code.group(1) : "")
                        + " for "
                        + what);
    }
}
