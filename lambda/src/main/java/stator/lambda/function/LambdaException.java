package stator.lambda.function;

import stator.lambda.document.Document;

/** An error of the API, in AWS's words. */
public final class LambdaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String INVALID = "InvalidParameterValueException";

    private final int status;
    private final String code;
    private final transient Document body;

    private LambdaException(int status, String code, String message, Document body) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.body = body;
    }

    private static LambdaException user(int status, String code, String message) {
        Document body = Document.of("Type", "User").with("message", message);
        return new LambdaException(status, code, message, body);
    }

    /** The model's constraints are not kept. */
    public static LambdaException validation(String message) {
        return new LambdaException(
                400, "ValidationException", message, Document.of("message", message));
    }

    public static LambdaException invalid(String message) {
        return user(400, INVALID, message);
    }

    public static LambdaException notFound(String message) {
        Document body = Document.of("Message", message).with("Type", "User");
        return new LambdaException(404, "ResourceNotFoundException", message, body);
    }

    public static LambdaException conflict(String message) {
        return user(409, "ResourceConflictException", message);
    }

    public static LambdaException precondition() {
        return user(
                412,
                "PreconditionFailedException",
                "The Revision Id provided does not match the latest Revision Id. Call the"
                        + " GetFunction/GetAlias API to retrieve the latest Revision Id");
    }

    public static LambdaException tooMany(String reason) {
        String message = "Rate Exceeded.";
        Document body = Document.of("Reason", reason).with("Type", "User").with("message", message);
        return new LambdaException(429, "TooManyRequestsException", message, body);
    }

    public static LambdaException badContent(String message) {
        return user(400, "InvalidRequestContentException", message);
    }

    public static LambdaException tooLarge(String message) {
        return user(413, "RequestEntityTooLargeException", message);
    }

    public static LambdaException recursive(String message) {
        return user(400, "RecursiveInvocationException", message);
    }

    public static LambdaException denied(String message) {
        return new LambdaException(
                403, "AccessDeniedException", message, Document.of("Message", message));
    }

    /** Any other error of the user's. */
    public static LambdaException of(int status, String code, String message) {
        return user(status, code, message);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** What is answered. */
    public Document body() {
        return body;
    }
}
