package stator.lambda.url;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import stator.door.Authenticator;
import stator.door.Authorizer;
import stator.door.BodySource;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.identity.Principal;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionUrls;
import stator.lambda.function.FunctionUrls.Url;
import stator.lambda.function.LambdaException;
import stator.lambda.invoke.InvokeRequest;
import stator.lambda.invoke.InvokeResult;
import stator.lambda.invoke.Invoker;
import stator.lambda.invoke.StreamedAnswer;
import stator.protocol.frame.PieceStream;

/** Answers whoever calls a URL: by the function, or for it where it may not be called. */
public final class UrlService implements Service {
    private static final String OPERATION = "FunctionUrl";
    private static final int EVENT_BYTES_MAX = 6_291_456;
    private static final String STREAM_TYPE = "application/octet-stream";

    private final FunctionUrls urls;
    private final Invoker invoker;
    private final UrlAccess access;
    private final Clock clock;

    /**
     * @param isEnforced whether nobody gets in whom no policy lets in
     */
    public UrlService(
            FunctionStore functions,
            FunctionUrls urls,
            Invoker invoker,
            Authenticator authenticator,
            Authorizer authorizer,
            boolean isEnforced,
            Clock clock) {
        this.urls = urls;
        this.invoker = invoker;
        this.clock = clock;
        access =
                new UrlAccess(
                        functions, new UrlAccess.Rules(authenticator, authorizer, isEnforced));
    }

    @Override
    public Reply answer(Request request, Principal nobody) {
        Optional<UrlAddress> address = UrlAddress.of(request);
        Optional<Url> url = address.map(UrlAddress::id).flatMap(urls::find);
        if (url.isEmpty()) {
            return unknown();
        }
        Optional<CrossOrigin> cors = url.get().cors().map(CrossOrigin::new);
        if (cors.isPresent() && CrossOrigin.isPreflight(request)) {
            return cors.get().preflight(request);
        }
        Reply reply;
        try {
            reply = called(request, address.get(), url.get());
        } catch (LambdaException e) {
            reply = refusal(e);
        }
        Reply ended = reply.ended(OPERATION, reply.error());
        return cors.isPresent() ? cors.get().told(ended, request) : ended;
    }

    /** As AWS answers for a URL that there is not (recorded). */
    private static Reply unknown() {
        return Reply.of(403, Reply.JSON, "{\"Message\":null}")
                .withHeader("x-amzn-ErrorType", "AccessDeniedException")
                .withError("AccessDeniedException");
    }

    private static Reply refusal(LambdaException refusal) {
        return Reply.of(refusal.status(), Reply.JSON, refusal.body().json())
                .withHeader("x-amzn-ErrorType", refusal.code())
                .withError(refusal.code());
    }

    private Reply called(Request request, UrlAddress address, Url url) {
        Optional<UrlAccess.Caller> caller = access.admit(request, url);
        String requestId = UUID.randomUUID().toString();
        byte[] event = UrlEvent.of(request, address, url, caller, requestId, clock.instant());
        if (event.length > EVENT_BYTES_MAX) {
            throw LambdaException.of(
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than %d bytes for the InvokeFunction operation"
                            .formatted(EVENT_BYTES_MAX));
        }
        InvokeRequest invocation =
                new InvokeRequest(
                        requestId,
                        url.function(),
                        event,
                        "",
                        request.header("x-amzn-trace-id").orElse(""),
                        Optional.empty());
        return url.streams() ? streamed(invocation) : whole(invocation);
    }

    private Reply whole(InvokeRequest invocation) {
        InvokeResult result = invoker.invoke(invocation);
        return result.isError() ? UrlAnswer.broken() : UrlAnswer.of(result.payload());
    }

    private Reply streamed(InvokeRequest invocation) {
        try {
            StreamedAnswer answer =
                    StreamedAnswer.of(invoker, invocation, invoker.version(invocation.function()));
            Optional<String> type = answer.awaitBegin();
            if (type.isEmpty()) {
                answer.result();
                return UrlAnswer.broken();
            }
            return type.get().equals(StreamedBody.WITH_HEAD)
                    ? withHead(answer)
                    : Reply.streamed(
                            200,
                            type.get().isEmpty() ? STREAM_TYPE : type.get(),
                            source(new StreamedBody(answer)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UrlAnswer.broken();
        }
    }

    /** The function says first what the answer is like. */
    private static Reply withHead(StreamedAnswer answer) throws InterruptedException {
        StreamedBody body = new StreamedBody(answer);
        Optional<Document> told = body.readHead();
        Optional<Reply> head = told.flatMap(document -> UrlAnswer.head(document, STREAM_TYPE));
        if (head.isEmpty()) {
            body.forget();
            return UrlAnswer.broken();
        }
        Reply plain = head.get();
        return UrlAnswer.withHeaders(
                Reply.streamed(plain.status(), plain.contentType(), source(body)), told.get());
    }

    private static BodySource source(StreamedBody body) {
        return new BodySource(new PieceStream(body), BodySource.UNKNOWN);
    }
}
