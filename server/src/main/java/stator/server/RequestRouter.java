package stator.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import stator.door.BodyTooLargeException;
import stator.door.Handler;
import stator.door.NoMemoryException;
import stator.door.Reply;
import stator.door.Request;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.MemoryLease;
import stator.operation.Call;
import stator.operation.Response;

/**
 * Decides what a request is, a call of the API or one to a {@link Resource}, and answers it.
 * Thread-safe.
 */
final class RequestRouter implements Handler {
    private static final System.Logger LOG = System.getLogger(RequestRouter.class.getName());

    /** Parsing more than this would keep other connections waiting. */
    private static final int INLINE_BODY_BYTES_MAX = 64 * 1024;

    private final CallHandler calls;
    private final Authenticator authenticator;
    private final BrowserGuard guard;
    private final List<Resource> resources;

    RequestRouter(
            CallHandler calls,
            Authenticator authenticator,
            BrowserGuard guard,
            List<Resource> resources) {
        this.calls = calls;
        this.authenticator = authenticator;
        this.guard = guard;
        this.resources = List.copyOf(resources);
    }

    @Override
    public Optional<Reply> refusal(Request head) {
        return guard.refusal(head)
                .map(reason ->
                        JsonReplies.error(
                                403, ErrorCode.ACCESS_DENIED.wireType(), Optional.of(reason)));
    }

    @Override
    public Reply overloaded(Request head) {
        return JsonReplies.error(
                400,
                ErrorCode.THROTTLING.wireType(),
                Optional.of("The server has too many requests under way. Try again later."));
    }

    @Override
    public boolean mayBlock(Request request) {
        return switch (request.method()) {
            case "POST" ->
                    request.bodyLength() > INLINE_BODY_BYTES_MAX
                            || request.header("content-encoding").isPresent()
                            || calls.mayBlock(target(request))
                            || BodyGlance.mayAskForLongWork(request.body());
            case "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    private static Optional<String> target(Request request) {
        return request.header("x-amz-target");
    }

    @Override
    public Reply answer(Request request) {
        try {
            return readableByOrigin(route(request), request);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "A request failed.", e);
            return internalServerError();
        }
    }

    private Reply route(Request request) {
        String path = request.path();
        String method = request.method();
        if (method.equals("POST") && !path.startsWith("/_")) {
            return call(request);
        }
        if (method.equals("OPTIONS") && isPreflight(request)) {
            return preflight(request);
        }
        String asked = method.equals("HEAD") ? "GET" : method;
        return resources.stream()
                .flatMap(resource -> resource.answer(asked, path, request.body()).stream())
                .findFirst()
                .orElseGet(JsonReplies::unknownOperation);
    }

    // Calls.

    private Reply call(Request request) {
        String contentType = mediaType(request.header("content-type").orElse(""));
        boolean amazonJson = contentType.equals(Reply.AMAZON_JSON);
        if (request.bodyLength() > 0 && !amazonJson && !contentType.equals(Reply.JSON)) {
            return JsonReplies.unknownOperation();
        }
        byte[] json;
        try {
            json = request.content();
        } catch (BodyTooLargeException e) {
            return Reply.empty(413);
        } catch (NoMemoryException e) {
            return overloaded(request);
        } catch (IOException e) {
            // AWS answers 500 to a broken stream; but the fault is the client's.
            return JsonReplies.error(400, ErrorCode.SERIALIZATION.wireType(), Optional.empty());
        }
        MemoryLease memory = new MemoryLease(request::tryReserve);
        Response response = calls.execute(toCall(request, json).withMemory(memory));
        return new Reply(
                response.status(),
                amazonJson ? Reply.AMAZON_JSON : Reply.JSON,
                response.body(),
                response.length(),
                "",
                false);
    }

    private Call toCall(Request request, byte[] json) {
        try {
            Caller caller = authenticator.authenticate(request);
            return new Call(target(request), json, caller.account(), caller.region());
        } catch (ApiException refusal) {
            return Call.refused(target(request), json, refusal);
        }
    }

    private static String mediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        return parameters < 0 ? contentType : contentType.substring(0, parameters).strip();
    }

    private static Reply internalServerError() {
        return JsonReplies.error(
                500,
                ErrorCode.INTERNAL_SERVER_ERROR.wireType(),
                Optional.of("Internal server error"));
    }

    // Cross-origin requests, for origins that were allowed.

    private boolean isPreflight(Request request) {
        return request.header("access-control-request-method").isPresent()
                && guard.isAllowedOrigin(request.header("origin").orElse(""));
    }

    private static Reply preflight(Request request) {
        Reply reply =
                Reply.empty(200)
                        .withHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
                        .withHeader("Access-Control-Max-Age", "172800");
        return request.header("access-control-request-headers")
                .map(requested -> reply.withHeader("Access-Control-Allow-Headers", requested))
                .orElse(reply);
    }

    private Reply readableByOrigin(Reply reply, Request request) {
        Optional<String> origin = request.header("origin");
        if (origin.isEmpty() || !guard.isAllowedOrigin(origin.get())) {
            return reply;
        }
        return reply.withHeader("Access-Control-Allow-Origin", origin.get())
                .withHeader("Access-Control-Expose-Headers", "x-amzn-RequestId, x-amz-crc32, Date")
                .withHeader("Vary", "Origin");
    }
}
