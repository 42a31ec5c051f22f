package stator.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.Call;
import stator.operation.Response;

/**
 * Decides what a request is, a call of the API or one to a {@link Resource}, and answers it.
 * Thread-safe.
 */
final class RequestRouter {
    private static final System.Logger LOG = System.getLogger(RequestRouter.class.getName());

    private static final AsciiString TARGET = AsciiString.cached("x-amz-target");

    /** Decompressing and parsing more than this would keep other connections waiting. */
    private static final int INLINE_BODY_BYTES_MAX = 64 * 1024;

    private final CallHandler calls;
    private final Authenticator authenticator;
    private final BrowserGuard guard;
    private final List<Resource> resources;
    private final int bodyBytesMax;

    RequestRouter(
            CallHandler calls,
            Authenticator authenticator,
            BrowserGuard guard,
            List<Resource> resources,
            int bodyBytesMax) {
        this.calls = calls;
        this.authenticator = authenticator;
        this.guard = guard;
        this.resources = List.copyOf(resources);
        this.bodyBytesMax = bodyBytesMax;
    }

    /** The answer to a request that may not pass, whatever its body says. */
    Optional<Reply> refusal(HttpRequest head) {
        return guard.refusal(head.headers())
                .map(reason ->
                        Reply.error(
                                HttpResponseStatus.FORBIDDEN,
                                ErrorCode.ACCESS_DENIED.wireType(),
                                Optional.of(reason)));
    }

    /** The answer to a request for which there is no memory left; it was certainly not applied. */
    static Reply overloaded() {
        return Reply.error(
                HttpResponseStatus.BAD_REQUEST,
                ErrorCode.THROTTLING.wireType(),
                Optional.of("The server has too many requests under way. Try again later."));
    }

    /** Whether answering may take so long that no event loop may do it. */
    boolean mayBlock(Exchange exchange) {
        HttpMethod method = exchange.head().method();
        if (method.equals(HttpMethod.POST)) {
            return exchange.bodyLength() > INLINE_BODY_BYTES_MAX
                    || calls.mayBlock(target(exchange.head()));
        }
        return method.equals(HttpMethod.PUT) || method.equals(HttpMethod.DELETE);
    }

    private static Optional<String> target(HttpRequest head) {
        return Optional.ofNullable(head.headers().get(TARGET));
    }

    /** Answers a request. Never throws: this is where what we did wrong ends. */
    Reply answer(Exchange exchange) {
        try {
            Reply reply = route(exchange);
            return readableByOrigin(compressed(reply, exchange.head()), exchange.head());
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A request failed.", e);
            return internalServerError();
        }
    }

    private Reply route(Exchange exchange) {
        HttpRequest head = exchange.head();
        String path = path(head.uri());
        HttpMethod method = head.method();
        if (method.equals(HttpMethod.POST) && !path.startsWith("/_")) {
            return call(exchange);
        }
        if (method.equals(HttpMethod.OPTIONS) && isPreflight(head.headers())) {
            return preflight(head.headers());
        }
        HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        return resources.stream()
                .flatMap(resource -> resource.answer(asked, path, exchange.body()).stream())
                .findFirst()
                .orElseGet(Reply::unknownOperation);
    }

    /** The path of a request without its query, and without doubled slashes. */
    static String path(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (path.startsWith("http://")) {
            int slash = path.indexOf('/', "http://".length());
            path = slash < 0 ? "/" : path.substring(slash);
        }
        while (path.contains("//")) {
            path = path.replace("//", "/");
        }
        return path;
    }

    // Calls.

    private Reply call(Exchange exchange) {
        HttpRequest head = exchange.head();
        byte[] body = exchange.body();
        String contentType = mediaType(head.headers().get(HttpHeaderNames.CONTENT_TYPE, ""));
        boolean amazonJson = contentType.equals(Reply.AMAZON_JSON);
        if (body.length > 0 && !amazonJson && !contentType.equals(Reply.JSON)) {
            return Reply.unknownOperation();
        }
        byte[] json = body;
        String coding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (coding != null && body.length > 0) {
            try {
                json = ContentCoding.decode(body, coding, bodyBytesMax);
            } catch (ContentCoding.TooLargeException e) {
                return Reply.empty(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
            } catch (IOException e) {
                return internalServerError(); // as AWS answers to a broken stream
            }
        }
        Response response = calls.execute(toCall(head, body, json));
        return new Reply(
                HttpResponseStatus.valueOf(response.status()),
                amazonJson ? Reply.AMAZON_JSON : Reply.JSON,
                response.body(),
                response.length(),
                "",
                false);
    }

    private Call toCall(HttpRequest head, byte[] body, byte[] json) {
        try {
            Caller caller = authenticator.authenticate(head, body);
            return new Call(target(head), json, caller.account(), caller.region());
        } catch (ApiException refusal) {
            return Call.refused(target(head), json, refusal);
        }
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        return parameters < 0 ? contentType : contentType.substring(0, parameters).strip();
    }

    private static Reply internalServerError() {
        return Reply.error(
                HttpResponseStatus.INTERNAL_SERVER_ERROR,
                ErrorCode.INTERNAL_SERVER_ERROR.wireType(),
                Optional.of("Internal server error"));
    }

    private static Reply compressed(Reply reply, HttpRequest head) {
        String accepted = head.headers().get(HttpHeaderNames.ACCEPT_ENCODING);
        if (accepted == null || reply.length() < ContentCoding.ANSWER_BYTES_MIN) {
            return reply;
        }
        return ContentCoding.preferred(accepted).map(reply::compressed).orElse(reply);
    }

    // Cross-origin requests, for origins that were allowed.

    private boolean isPreflight(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)
                && guard.isAllowedOrigin(headers.get(HttpHeaderNames.ORIGIN, ""));
    }

    private static Reply preflight(HttpHeaders headers) {
        Reply reply =
                Reply.empty(HttpResponseStatus.OK)
                        .withHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
                        .withHeader("Access-Control-Max-Age", "172800");
        String requested = headers.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        return requested == null
                ? reply
                : reply.withHeader("Access-Control-Allow-Headers", requested);
    }

    private Reply readableByOrigin(Reply reply, HttpRequest head) {
        String origin = head.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null || !guard.isAllowedOrigin(origin)) {
            return reply;
        }
        return reply.withHeader("Access-Control-Allow-Origin", origin)
                .withHeader("Access-Control-Expose-Headers", "x-amzn-RequestId, x-amz-crc32, Date")
                .withHeader("Vary", "Origin");
    }
}
