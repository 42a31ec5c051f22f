package stator.lambda.url;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stator.door.Request;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionUrls.Url;

/** A request of HTTP as an event of payload format 2.0, which API Gateway's HTTP APIs have, too. */
final class UrlEvent {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private UrlEvent() {}

    /**
     * The event.
     *
     * @param caller who signed it; empty for a URL that everybody may call
     * @param requestId of the invocation
     */
    static byte[] of(
            Request request,
            UrlAddress address,
            Url url,
            Optional<UrlAccess.Caller> caller,
            String requestId,
            Instant now) {
        Document event =
                Document.of("version", "2.0")
                        .with("routeKey", "$default")
                        .with("rawPath", address.path())
                        .with("rawQueryString", request.query());
        List<String> cookies = cookies(request);
        if (!cookies.isEmpty()) {
            event = event.with("cookies", cookies);
        }
        event = event.with("headers", headers(request));
        Map<String, String> query = query(request.query());
        if (!query.isEmpty()) {
            event = event.with("queryStringParameters", query);
        }
        event =
                event.with(
                        "requestContext", context(request, address, url, caller, requestId, now));
        return withBody(event, request).bytes();
    }

    private static List<String> cookies(Request request) {
        List<String> cookies = new ArrayList<>();
        request.forEachHeader((name, value) -> {
            if (name.equalsIgnoreCase("cookie")) {
                for (String cookie : value.split(";")) {
                    cookies.add(cookie.strip());
                }
            }
        });
        return cookies;
    }

    /** Cookies have a place of their own (observed at AWS: localstack#7403). */
    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new TreeMap<>();
        request.forEachHeader((name, value) ->
                headers.merge(
                        name.toLowerCase(Locale.ROOT), value, (one, more) -> one + "," + more));
        headers.remove("connection");
        headers.remove("cookie");
        headers.put("x-forwarded-for", request.source().getHostAddress());
        headers.put("x-forwarded-proto", request.isSecure() ? "https" : "http");
        String host = headers.getOrDefault("host", "");
        int port = host.lastIndexOf(':');
        headers.put(
                "x-forwarded-port",
                port < 0 ? (request.isSecure() ? "443" : "80") : host.substring(port + 1));
        return headers;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            query.merge(name, value, (one, more) -> one + "," + more);
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Document context(
            Request request,
            UrlAddress address,
            Url url,
            Optional<UrlAccess.Caller> caller,
            String requestId,
            Instant now) {
        Document http =
                Document.of("method", request.method())
                        .with("path", address.path())
                        .with("protocol", "HTTP/1.1")
                        .with("sourceIp", request.source().getHostAddress())
                        .with("userAgent", request.header("user-agent").orElse(""));
        Document context =
                Document.of("accountId", caller.map(UrlAccess.Caller::account).orElse("anonymous"))
                        .with("apiId", url.id());
        if (caller.isPresent()) {
            context = context.with("authorizer", Document.of("iam", caller.get().shown()));
        }
        return context.with("domainName", address.host())
                .with("domainPrefix", url.id())
                .with("http", http)
                .with("requestId", requestId)
                .with("routeKey", "$default")
                .with("stage", "$default")
                .with("time", TIME.format(now))
                .with("timeEpoch", now.toEpochMilli());
    }

    private static Document withBody(Document event, Request request) {
        byte[] body = request.body();
        if (body.length == 0) {
            return event.with("isBase64Encoded", false);
        }
        Optional<String> text = isText(request.mediaType()) ? text(body) : Optional.empty();
        return event.with("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)))
                .with("isBase64Encoded", text.isEmpty());
    }

    /** Forms are none: AWS encodes them. */
    private static boolean isText(String mediaType) {
        String type = mediaType.toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/javascript")
                || type.equals("application/xml")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
