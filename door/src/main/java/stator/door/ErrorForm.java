package stator.door;

import java.util.function.UnaryOperator;
import stator.door.AuthenticationException.Failure;

/**
 * How the errors of a service look on the wire. There are four forms, and each has words of its own
 * for callers that are not accepted (observed differences: {@code docs/decisions}, one door).
 */
public sealed interface ErrorForm {
    /**
     * The type is a member of the body.
     *
     * @param contentType which says the version of the protocol
     * @param type the member's value for an error's name: some services put a namespace before it
     */
    record Json(String contentType, UnaryOperator<String> type) implements ErrorForm {}

    /** The type is a header. */
    record RestJson() implements ErrorForm {}

    /**
     * XML with the type and the request's id.
     *
     * @param namespace of the service's XML
     */
    record QueryXml(String namespace) implements ErrorForm {
        private String document(ServiceException error, String requestId) {
            return "<ErrorResponse xmlns=\""
                    + namespace
                    + "\"><Error><Type>"
                    + (error.status() < 500 ? "Sender" : "Receiver")
                    + "</Type><Code>"
                    + error.code()
                    + "</Code><Message>"
                    + XmlText.escaped(error.getMessage())
                    + "</Message></Error><RequestId>"
                    + requestId
                    + "</RequestId></ErrorResponse>";
        }
    }

    /** The XML of Amazon S3. */
    record RestXml() implements ErrorForm {}

    /** An error as an answer. */
    default Reply reply(ServiceException error, Request request) {
        String message = error.getMessage();
        Reply reply =
                switch (this) {
                    case Json json ->
                            Reply.of(
                                    error.status(),
                                    json.contentType,
                                    "{\"__type\":"
                                            + JsonText.quoted(json.type.apply(error.code()))
                                            + ",\"message\":"
                                            + JsonText.quoted(message)
                                            + "}");
                    case RestJson rest ->
                            Reply.of(
                                            error.status(),
                                            Reply.JSON,
                                            "{\"message\":" + JsonText.quoted(message) + "}")
                                    .withHeader("x-amzn-ErrorType", error.code());
                    case QueryXml query ->
                            Reply.of(
                                    error.status(),
                                    "text/xml",
                                    query.document(error, request.id()));
                    case RestXml rest ->
                            Reply.of(
                                    error.status(),
                                    "application/xml",
                                    restDocument(error, request.id()));
                };
        return reply.withError(error.code());
    }

    private static String restDocument(ServiceException error, String requestId) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                + error.code()
                + "</Code><Message>"
                + XmlText.escaped(error.getMessage())
                + "</Message><RequestId>"
                + requestId
                + "</RequestId></Error>";
    }

    /** What is answered to a caller that is not accepted. */
    default ServiceException refusal(AuthenticationException refusal) {
        return switch (this) {
            case Json json ->
                    new ServiceException(400, jsonCode(refusal.failure()), refusal.getMessage());
            case RestJson rest ->
                    refusal.failure() == Failure.TOO_MANY
                            ? new ServiceException(
                                    429, "TooManyRequestsException", refusal.getMessage())
                            : new ServiceException(
                                    403,
                                    jsonCode(refusal.failure()),
                                    refusal.failure() == Failure.MISSING
                                            ? "Missing Authentication Token"
                                            : refusal.getMessage());
            case QueryXml query -> queryRefusal(refusal);
            case RestXml rest -> restRefusal(refusal);
        };
    }

    /** What is answered to a caller that may not do what it asks for. */
    default ServiceException denial(String reason) {
        return switch (this) {
            case Json json -> new ServiceException(400, "AccessDeniedException", reason);
            case RestJson rest -> new ServiceException(403, "AccessDeniedException", reason);
            case QueryXml query -> new ServiceException(403, "AccessDenied", reason);
            case RestXml rest -> new ServiceException(403, "AccessDenied", reason);
        };
    }

    /** What is answered when we did something wrong. */
    default ServiceException internal() {
        return switch (this) {
            case Json json -> ServiceException.internal("InternalServerError");
            case RestJson rest -> ServiceException.internal("ServiceException");
            case QueryXml query -> ServiceException.internal("InternalFailure");
            case RestXml rest -> ServiceException.internal("InternalError");
        };
    }

    /** What is answered when there is no memory left for a request. */
    default ServiceException overloaded() {
        String message = "The server has too many requests under way. Try again later.";
        return switch (this) {
            case Json json -> new ServiceException(400, "ThrottlingException", message);
            case RestJson rest -> new ServiceException(429, "TooManyRequestsException", message);
            case QueryXml query -> new ServiceException(400, "Throttling", message);
            case RestXml rest -> new ServiceException(503, "SlowDown", message);
        };
    }

    /** What is answered while nobody can answer; nothing was begun. */
    default ServiceException unavailable() {
        String message = "The service is currently unavailable or busy.";
        return switch (this) {
            case Json json -> new ServiceException(503, "ServiceUnavailableException", message);
            case RestJson rest -> new ServiceException(503, "ServiceUnavailableException", message);
            case QueryXml query -> new ServiceException(503, "ServiceUnavailable", message);
            case RestXml rest -> new ServiceException(503, "ServiceUnavailable", message);
        };
    }

    private static String jsonCode(Failure failure) {
        return switch (failure) {
            case MISSING -> "MissingAuthenticationTokenException";
            case INCOMPLETE -> "IncompleteSignatureException";
            case UNKNOWN_KEY -> "UnrecognizedClientException";
            case WRONG_SIGNATURE,
                    WRONG_SCOPE,
                    TOO_OLD,
                    PRESIGNED_EXPIRED,
                    UNSIGNED_HEADER,
                    OTHER_BODY ->
                    "InvalidSignatureException";
            case EXPIRED_SESSION -> "ExpiredTokenException";
            case TOO_MANY -> "ThrottlingException";
        };
    }

    private static ServiceException queryRefusal(AuthenticationException refusal) {
        String message = refusal.getMessage();
        return switch (refusal.failure()) {
            case MISSING -> new ServiceException(403, "MissingAuthenticationToken", message);
            case INCOMPLETE -> new ServiceException(400, "IncompleteSignature", message);
            case UNKNOWN_KEY -> new ServiceException(403, "InvalidClientTokenId", message);
            case WRONG_SIGNATURE,
                    WRONG_SCOPE,
                    TOO_OLD,
                    PRESIGNED_EXPIRED,
                    UNSIGNED_HEADER,
                    OTHER_BODY ->
                    new ServiceException(403, "SignatureDoesNotMatch", message);
            case EXPIRED_SESSION -> new ServiceException(403, "ExpiredToken", message);
            case TOO_MANY -> new ServiceException(400, "Throttling", message);
        };
    }

    private static ServiceException restRefusal(AuthenticationException refusal) {
        return switch (refusal.failure()) {
            case MISSING -> new ServiceException(403, "AccessDenied", "Access Denied");
            case INCOMPLETE, WRONG_SCOPE ->
                    new ServiceException(400, "AuthorizationHeaderMalformed", refusal.getMessage());
            case UNKNOWN_KEY ->
                    new ServiceException(
                            403,
                            "InvalidAccessKeyId",
                            "The AWS Access Key Id you provided does not exist in our records.");
            case WRONG_SIGNATURE ->
                    new ServiceException(
                            403,
                            "SignatureDoesNotMatch",
                            "The request signature we calculated does not match the signature you"
                                    + " provided. Check your key and signing method.");
            case TOO_OLD ->
                    new ServiceException(
                            403,
                            "RequestTimeTooSkewed",
                            "The difference between the request time and the current time is too"
                                    + " large.");
            case PRESIGNED_EXPIRED ->
                    new ServiceException(403, "AccessDenied", "Request has expired");
            case UNSIGNED_HEADER ->
                    new ServiceException(
                            403,
                            "AccessDenied",
                            "There were headers present in the request which were not signed");
            case OTHER_BODY ->
                    new ServiceException(400, "XAmzContentSHA256Mismatch", refusal.getMessage());
            case EXPIRED_SESSION ->
                    new ServiceException(400, "ExpiredToken", "The provided token has expired.");
            case TOO_MANY ->
                    new ServiceException(503, "SlowDown", "Please reduce your request rate.");
        };
    }
}
