package stator.rpc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import stator.door.Access;
import stator.door.Authorizer;
import stator.door.BodySource;
import stator.door.BodyTooLargeException;
import stator.door.ErrorForm;
import stator.door.NoMemoryException;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.ServiceException;
import stator.identity.Principal;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.MemoryLease;
import stator.protocol.RequestReader;
import stator.protocol.RequestRules;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.protocol.frame.EventFrame;
import stator.protocol.frame.PieceStream;
import stator.protocol.shape.ShapeCatalog;

/**
 * A service of AWS's JSON protocols: finds the operation that the header names, reads the request
 * by the operation's shape, asks whether the caller may, and executes it. Thread-safe.
 */
public final class JsonService implements Service {
    private static final int ANSWER_BYTES = 512;
    private static final byte[] NO_MEMBERS = {'{', '}'};

    private final String prefix;
    private final ErrorForm.Json form;
    private final String violationCode;
    private final RequestReader reader;
    private final Map<String, Operation> operations;
    private final Authorizer authorizer;

    /**
     * @param prefix of actions in policies, such as {@code logs}
     * @param form of its errors, whose content type is that of its answers
     * @param violationCode the error of a request that breaks a constraint of the model
     * @param shapes of the requests of all operations
     */
    public JsonService(
            String prefix,
            ErrorForm.Json form,
            String violationCode,
            ShapeCatalog shapes,
            List<Operation> operations,
            Authorizer authorizer) {
        this.prefix = prefix;
        this.form = form;
        this.violationCode = violationCode;
        this.authorizer = authorizer;
        reader = new RequestReader(shapes);
        this.operations =
                operations.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
        if (!this.operations.keySet().equals(shapes.operations())) {
            throw new IllegalArgumentException(
                    "Operations without a shape, or the other way round: "
                            + this.operations.keySet()
                            + ", "
                            + shapes.operations());
        }
    }

    /** The shapes in a resource of a service's module, which the caller opens. */
    public static ShapeCatalog shapes(InputStream resource) {
        try (resource) {
            return new ShapeCatalog(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        if (!request.method().equals("POST")) {
            return Reply.unknownOperation();
        }
        Operation operation =
                request.header("x-amz-target")
                        .map(target -> target.substring(target.indexOf('.') + 1))
                        .map(operations::get)
                        .orElseThrow(() ->
                                error(
                                        "UnknownOperationException",
                                        "This server has no such operation of this service."));
        try {
            return execute(operation, content(request), request, principal);
        } catch (ServiceException error) {
            // Counted as a call of the operation.
            return form.reply(error, request).ended(operation.name(), error.code());
        }
    }

    private Reply execute(
            Operation operation, byte[] content, Request request, Principal principal) {
        MemoryLease memory = new MemoryLease(request::tryReserve);
        ResponseWriter answer = new ResponseWriter(ANSWER_BYTES, memory);
        String warning;
        try {
            byte[] json = content.length == 0 ? NO_MEMBERS : content;
            Struct struct = reader.read(RequestRules.ofModel(operation.name()), json, memory);
            warning = authorize(operation, struct, request, principal);
            switch (operation.execution()) {
                case Operation.Action action -> action.execute(struct, principal, answer);
                case Operation.Session session -> {
                    return streamed(session.open(struct, principal))
                            .ended(operation.name(), "")
                            .withWarning(warning);
                }
            }
        } catch (ApiException error) {
            throw translated(error);
        }
        return Reply.of(200, form.contentType(), answer.bytes(), answer.length())
                .ended(operation.name(), "")
                .withWarning(warning);
    }

    /** Protocols of this kind begin an event stream with what else would be in the answer. */
    private Reply streamed(PieceStream.Source frames) {
        byte[] first =
                EventFrame.event("initial-response", form.contentType(), NO_MEMBERS.clone())
                        .encoded();
        InputStream all =
                new SequenceInputStream(new ByteArrayInputStream(first), new PieceStream(frames));
        return Reply.streamed(
                200, EventFrame.CONTENT_TYPE, new BodySource(all, BodySource.UNKNOWN));
    }

    /** Why stricter rules would refuse the call; empty if they would not. */
    private String authorize(
            Operation operation, Struct struct, Request request, Principal principal) {
        Access access =
                new Access(
                        prefix + ":" + operation.name(),
                        operation.resources().of(struct, principal));
        Authorizer.Verdict verdict = authorizer.judge(request, principal, List.of(access));
        if (verdict.isDenied()) {
            throw form.denial(verdict.message());
        }
        return verdict.message();
    }

    /** The body as the client meant it. */
    private static byte[] content(Request request) {
        try {
            return request.content();
        } catch (BodyTooLargeException e) {
            throw new ServiceException(413, "RequestEntityTooLargeException", "");
        } catch (NoMemoryException e) {
            throw new ServiceException(503, "ServiceUnavailableException", "");
        } catch (IOException e) {
            throw error("SerializationException", "");
        }
    }

    /** What the reader says, in the words of the service. */
    private ServiceException translated(ApiException error) {
        if (error.code() == ErrorCode.VALIDATION) {
            return error(violationCode, error.getMessage());
        }
        String type = error.code().wireType();
        return new ServiceException(
                error.code().httpStatus(),
                type.substring(type.indexOf('#') + 1),
                error.getMessage());
    }

    private static ServiceException error(String code, String message) {
        return new ServiceException(400, code, message);
    }
}
