package stator.lambda.url;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stator.door.Reply;
import stator.door.Request;
import stator.lambda.document.Document;

/**
 * What pages of other origins may do with a URL. Where that was said, it is Lambda that tells
 * browsers, whatever the function answers; elsewhere it is the function's affair.
 *
 * @param rules the member {@code Cors} of the URL's configuration
 */
record CrossOrigin(Document rules) {
    private static final String ANY = "*";
    private static final Set<String> HEADERS =
            Set.of(
                    "access-control-allow-origin",
                    "access-control-allow-methods",
                    "access-control-allow-headers",
                    "access-control-allow-credentials",
                    "access-control-expose-headers",
                    "access-control-max-age");

    /** Whether a browser asks if it may send a request. */
    static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS")
                && request.header("origin").isPresent()
                && request.header("access-control-request-method").isPresent();
    }

    /** The answer to that, for which the function is not invoked. */
    Reply preflight(Request request) {
        Reply reply = Reply.of(200, Reply.JSON, "");
        Optional<String> origin = allowedOrigin(request);
        if (origin.isEmpty()) {
            return reply.withHeader("Vary", "Origin");
        }
        String methods = joined("AllowMethods", request, "access-control-request-method");
        String headers = joined("AllowHeaders", request, "access-control-request-headers");
        reply = withOrigin(reply, origin.get());
        reply =
                methods.isEmpty()
                        ? reply
                        : reply.withHeader("Access-Control-Allow-Methods", methods);
        reply =
                headers.isEmpty()
                        ? reply
                        : reply.withHeader("Access-Control-Allow-Headers", headers);
        Optional<Long> age = rules.findNumber("MaxAge");
        return age.isPresent()
                ? reply.withHeader("Access-Control-Max-Age", age.get().toString())
                : reply;
    }

    /** A list of the rules; where anything goes, what the browser asks for. */
    private String joined(String name, Request request, String asked) {
        List<String> allowed = rules.texts(name);
        return allowed.contains(ANY)
                ? request.header(asked).orElse(ANY)
                : String.join(",", allowed);
    }

    private Optional<String> allowedOrigin(Request request) {
        List<String> allowed = rules.texts("AllowOrigins");
        return request.header("origin")
                .filter(origin ->
                        allowed.contains(ANY)
                                || allowed.stream().anyMatch(origin::equalsIgnoreCase))
                .map(origin ->
                        allowed.contains(ANY) && !rules.isTrue("AllowCredentials") ? ANY : origin);
    }

    private Reply withOrigin(Reply reply, String origin) {
        Reply told =
                reply.withHeader("Access-Control-Allow-Origin", origin)
                        .withHeader("Vary", "Origin");
        return rules.isTrue("AllowCredentials")
                ? told.withHeader("Access-Control-Allow-Credentials", "true")
                : told;
    }

    /** An answer of the function with what browsers have to know. */
    Reply told(Reply reply, Request request) {
        Reply plain = withoutOwn(reply);
        Optional<String> origin = allowedOrigin(request);
        if (origin.isEmpty()) {
            return plain;
        }
        Reply told = withOrigin(plain, origin.get());
        String exposed = String.join(",", rules.texts("ExposeHeaders"));
        return exposed.isEmpty() ? told : told.withHeader("Access-Control-Expose-Headers", exposed);
    }

    /** The function's own headers of this kind do not count. */
    private static Reply withoutOwn(Reply reply) {
        String kept =
                reply.headers()
                        .lines()
                        .filter(line -> !HEADERS.contains(nameOf(line)))
                        .map(line -> line + "\r\n")
                        .collect(Collectors.joining());
        return new Reply(
                reply.status(),
                reply.contentType(),
                reply.body(),
                reply.length(),
                kept,
                reply.close(),
                reply.operation(),
                reply.error(),
                reply.source());
    }

    private static String nameOf(String line) {
        return line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
    }
}
