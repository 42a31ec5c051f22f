package stator.operation;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stator.door.AuthenticationException;
import stator.door.Authorizer;
import stator.door.BodyTooLargeException;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.NoMemoryException;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.ServiceException;
import stator.door.TakesLongException;
import stator.identity.Principal;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.LongWork;
import stator.model.MemoryLease;

/**
 * DynamoDB and DynamoDB Streams as a service: takes calls out of requests and puts answers into
 * replies. What a call means is the {@link CallHandler}'s part.
 */
public final class DynamoDbService implements Service {
    /** In signatures, metrics and logs. */
    public static final String NAME = "dynamodb";

    /** Parsing more than this would keep other connections waiting. */
    private static final int INLINE_BODY_BYTES_MAX = 64 * 1024;

    /** Half a millisecond or so. */
    private static final long INLINE_UNITS_MAX = 512 << 10;

    /** The namespace that each error's type has on the wire. */
    private static final Map<String, String> WIRE_TYPES =
            Stream.of(ErrorCode.values())
                    .map(ErrorCode::wireType)
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    type -> type.substring(type.indexOf('#') + 1),
                                    type -> type,
                                    (first, second) -> first));

    private final CallHandler calls;
    private final Authorizer authorizer;

    /** Everybody may do everything. */
    public DynamoDbService(CallHandler calls) {
        this(calls, Authorizer.PERMISSIVE);
    }

    /** As the other one, with somebody to ask what callers may do. */
    public DynamoDbService(CallHandler calls, Authorizer authorizer) {
        this.calls = calls;
        this.authorizer = authorizer;
    }

    /** By what its requests are recognised. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        return Nameplate.of(
                NAME,
                Marks.none().target("DynamoDB_20120810").target("DynamoDBStreams_20120810"),
                form(),
                opener);
    }

    private static ErrorForm form() {
        return new ErrorForm.Json(Reply.AMAZON_JSON, name -> WIRE_TYPES.getOrDefault(name, name));
    }

    @Override
    public boolean mayBlock(Request request) {
        return request.method().equals("POST")
                && (request.bodyLength() > INLINE_BODY_BYTES_MAX
                        || request.header("content-encoding").isPresent()
                        || calls.mayBlock(target(request)));
    }

    private static Optional<String> target(Request request) {
        return request.header("x-amz-target");
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        return answer(request, principal, Optional.empty());
    }

    /**
     * AWS looks whether there is JSON first, whether there is such an operation second, and at the
     * caller third; so the call goes on to where the first two are known.
     */
    @Override
    public Reply refuse(Request request, AuthenticationException refusal) {
        ApiException error = ApiException.of(code(refusal.failure()), refusal.getMessage());
        return answer(request, Principal.unknown(request.source()), Optional.of(error));
    }

    private static ErrorCode code(AuthenticationException.Failure failure) {
        return switch (failure) {
            case MISSING -> ErrorCode.MISSING_AUTHENTICATION_TOKEN;
            case INCOMPLETE -> ErrorCode.INCOMPLETE_SIGNATURE;
            case UNKNOWN_KEY -> ErrorCode.UNRECOGNIZED_CLIENT;
            case WRONG_SIGNATURE,
                    WRONG_SCOPE,
                    TOO_OLD,
                    PRESIGNED_EXPIRED,
                    UNSIGNED_HEADER,
                    OTHER_BODY ->
                    ErrorCode.INVALID_SIGNATURE;
            case EXPIRED_SESSION -> ErrorCode.EXPIRED_TOKEN;
            case TOO_MANY -> ErrorCode.THROTTLING;
        };
    }

    private Reply answer(Request request, Principal principal, Optional<ApiException> refusal) {
        if (!request.method().equals("POST")) {
            return Reply.unknownOperation();
        }
        String contentType = request.mediaType();
        boolean amazonJson = contentType.equals(Reply.AMAZON_JSON);
        if (request.bodyLength() > 0 && !amazonJson && !contentType.equals(Reply.JSON)) {
            return Reply.unknownOperation();
        }
        byte[] json;
        try {
            json = request.content();
        } catch (BodyTooLargeException e) {
            return Reply.empty(413);
        } catch (NoMemoryException e) {
            return form().reply(form().overloaded(), request);
        } catch (IOException e) {
            // AWS answers 500 to a broken stream; but the fault is the client's.
            return form().reply(new ServiceException(400, "SerializationException", ""), request);
        }
        Optional<String> target = target(request);
        Response response =
                execute(
                        new Call(
                                target,
                                json,
                                principal,
                                refusal,
                                judge(request, principal),
                                new MemoryLease(request::tryReserve)));
        Reply reply =
                Reply.of(
                        response.status(),
                        amazonJson ? Reply.AMAZON_JSON : Reply.JSON,
                        response.body(),
                        response.length());
        return refusal.isPresent()
                ? reply
                : reply.withWarning(response.warning())
                        .ended(calls.operation(target), response.errorType().orElse(""));
    }

    private Optional<Call.Judge> judge(Request request, Principal principal) {
        return authorizer == Authorizer.PERMISSIVE
                ? Optional.empty()
                : Optional.of(accesses -> authorizer.judge(request, principal, accesses));
    }

    /** An event loop leaves what turns out to take long to another thread. */
    private Response execute(Call call) {
        return Thread.currentThread().isVirtual()
                ? calls.execute(call)
                : LongWork.tryBriefly(INLINE_UNITS_MAX, () -> calls.execute(call))
                        .orElseThrow(TakesLongException::new);
    }
}
