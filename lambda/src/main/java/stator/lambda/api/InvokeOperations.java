package stator.lambda.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import stator.door.Reply;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.lambda.invoke.EventQueue;
import stator.lambda.invoke.InvokeRequest;
import stator.lambda.invoke.InvokeResult;
import stator.lambda.invoke.Invoker;
import stator.model.ApiException;
import stator.protocol.RequestReader;
import stator.protocol.shape.ShapeCatalog;

/** Invocations by callers. */
final class InvokeOperations {
    static final int PAYLOAD_BYTES_MAX = 6_291_456;
    private static final int EVENT_BYTES_MAX = 1_048_576;
    private static final byte[] NO_EVENT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int CLIENT_CONTEXT_BYTES_MAX = 3_583;

    private final Invoker invoker;
    private final EventQueue events;
    private final RequestReader json = new RequestReader(new ShapeCatalog(""));

    InvokeOperations(Invoker invoker, EventQueue events) {
        this.invoker = invoker;
        this.events = events;
    }

    Reply invoke(Call call) {
        String type = call.input().find("InvocationType").orElse("RequestResponse");
        FunctionReference function = call.function();
        FunctionVersion version = invoker.version(function);
        if (type.equals("DryRun")) {
            return Reply.empty(204);
        }
        boolean isEvent = type.equals("Event");
        byte[] payload = payload(call, isEvent ? EVENT_BYTES_MAX : PAYLOAD_BYTES_MAX);
        InvokeRequest request = request(call, function, payload);
        if (isEvent) {
            events.add(request, version);
            return Reply.empty(202);
        }
        InvokeResult result = invoker.invoke(request, version);
        byte[] answer = result.payload();
        Reply reply =
                Reply.of(200, Reply.JSON, answer, answer.length)
                        .withHeader("X-Amz-Executed-Version", result.executedVersion());
        if (result.isError()) {
            reply = reply.withHeader("X-Amz-Function-Error", result.functionError());
        }
        return call.input().text("LogType").equals("Tail")
                ? reply.withHeader(
                        "X-Amz-Log-Result", Base64.getEncoder().encodeToString(result.logTail()))
                : reply;
    }

    /** The id of the request is that of the invocation, as it is with AWS. */
    static InvokeRequest request(Call call, FunctionReference function, byte[] payload) {
        return new InvokeRequest(
                UUID.randomUUID().toString(),
                function,
                payload,
                clientContext(call),
                call.header("x-amzn-trace-id").orElse(""),
                Optional.empty());
    }

    private static String clientContext(Call call) {
        String base64 = call.input().text("ClientContext");
        if (base64.isEmpty()) {
            return "";
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length > CLIENT_CONTEXT_BYTES_MAX) {
                throw LambdaException.badContent("Client context must be smaller than 3583 bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw LambdaException.badContent(
                    "Client context must be a valid Base64-encoded JSON" + " object.");
        }
    }

    /** What a handler gets; without a body, an empty object. */
    byte[] payload(Call call, int bytesMax) {
        byte[] payload = call.payload();
        if (payload.length > bytesMax) {
            throw LambdaException.of(
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than %d bytes for the InvokeFunction operation"
                            .formatted(bytesMax));
        }
        if (payload.length == 0) {
            return NO_EVENT;
        }
        try {
            json.requireJson(payload);
        } catch (ApiException e) {
            throw LambdaException.badContent(
                    "Could not parse request body into json: Could not parse payload into json: "
                            + shown(payload));
        }
        return payload;
    }

    private static String shown(byte[] payload) {
        String text = new String(payload, 0, Math.min(payload.length, 50), StandardCharsets.UTF_8);
        return "Unrecognized token in '" + text.replaceAll("[\\x00-\\x1f\\x7f]", " ") + "'";
    }
}
