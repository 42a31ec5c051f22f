package stator.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;

/**
 * As much of S3 as exports and imports need, with one bucket, in memory: small pages, and an error
 * for the first attempt at everything, so that who calls has to page and to try again.
 */
final class ObjectService implements AutoCloseable {
    private static final int PAGE_KEYS = 2;

    private final String bucket;
    private final HttpServer server;
    private final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Set<String> attempted = ConcurrentHashMap.newKeySet();
    private final List<String> refused = new ArrayList<>();

    ObjectService(String bucket) {
        this.bucket = bucket;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    NavigableMap<String, byte[]> objects() {
        return objects;
    }

    /** Calls whose form is wrong. */
    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        if (attempted.add(call)) {
            answer(exchange, 503, "<Error><Code>SlowDown</Code></Error>");
            return;
        }
        if (!isSigned(exchange, body)) {
            synchronized (this) {
                refused.add(call);
            }
            answer(exchange, 403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
            return;
        }
        String path =
                URLDecoder.decode(exchange.getRequestURI().getRawPath(), StandardCharsets.UTF_8);
        if (path.equals("/" + bucket)) {
            answer(exchange, 200, exchange.getRequestMethod().equals("GET") ? page(exchange) : "");
        } else if (path.startsWith("/" + bucket + "/")) {
            object(exchange, path.substring(bucket.length() + 2), body);
        } else {
            answer(exchange, 404, "<Error><Code>NoSuchBucket</Code></Error>");
        }
    }

    /** That the signature itself is right is for a test that has AWS's own examples. */
    private static boolean isSigned(HttpExchange exchange, byte[] body) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String hash = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return authorization != null
                    && authorization.contains("/us-east-1/s3/aws4_request")
                    && HexFormat.of().formatHex(digest).equals(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String page(HttpExchange exchange) {
        String prefix = "";
        String after = "";
        for (String parameter : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] pair = parameter.split("=", 2);
            String value = URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
            prefix = pair[0].equals("prefix") ? value : prefix;
            after = pair[0].equals("continuation-token") ? value.substring(1) : after;
        }
        StringBuilder page = new StringBuilder("<ListBucketResult>\n");
        int count = 0;
        for (Map.Entry<String, byte[]> object : objects.tailMap(after, false).entrySet()) {
            if (!object.getKey().startsWith(prefix)) {
                continue;
            }
            if (count++ == PAGE_KEYS) {
                page.append("<NextContinuationToken>&amp;")
                        .append(after)
                        .append("</NextContinuationToken>");
                break;
            }
            after = object.getKey();
            page.append("<Contents><Key>")
                    .append(URLEncoder.encode(after, StandardCharsets.UTF_8))
                    .append("</Key>\n<Size>")
                    .append(object.getValue().length)
                    .append("</Size></Contents>\n");
        }
        return page.append("</ListBucketResult>").toString();
    }

    private void object(HttpExchange exchange, String key, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(key, body);
                answer(exchange, 200, "");
            }
            case "GET" -> {
                byte[] bytes = objects.get(key);
                if (bytes == null) {
                    answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
                } else {
                    answer(exchange, 200, bytes);
                }
            }
            default -> answer(exchange, 405, "<Error><Code>MethodNotAllowed</Code></Error>");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        answer(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        boolean hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
