package stator.cloudwatch.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import stator.door.ErrorForm;
import stator.door.Reply;
import stator.door.Request;
import stator.door.ServiceException;
import stator.protocol.JsonTree;

/**
 * One of the protocols, chosen by what a request looks like. Newer SDKs speak CBOR, some JSON,
 * older ones and the command line forms and XML.
 */
public enum Wire {
    /** Forms, answered in XML. */
    QUERY,
    /** JSON 1.0. */
    JSON,
    /** Smithy's RPC v2 with CBOR. */
    CBOR;

    /** The namespace of the XML. */
    public static final String NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/";

    /** What CBOR requests have in their paths. */
    public static final String CBOR_PATH = "/service/GraniteServiceVersion20100801/operation/";

    private static final ErrorForm XML_ERRORS = new ErrorForm.QueryXml(NAMESPACE);
    private static final ErrorForm JSON_ERRORS = new ErrorForm.Json(Reply.AMAZON_JSON, it -> it);

    /** A call: the operation's name and what is asked. */
    public record Call(String operation, Members members) {}

    /** The protocol of a request. */
    public static Wire of(Request request) {
        if (request.path().startsWith(CBOR_PATH)) {
            return CBOR;
        }
        return request.header("x-amz-target").isPresent() ? JSON : QUERY;
    }

    /**
     * Reads a request.
     *
     * @throws WireException if it is none
     */
    public Call read(Request request, byte[] body) {
        return switch (this) {
            case CBOR ->
                    new Call(
                            request.path().substring(CBOR_PATH.length()),
                            members(body.length == 0 ? Map.of() : CborReader.read(body)));
            case JSON -> {
                String target = request.header("x-amz-target").orElseThrow();
                String json = new String(body, StandardCharsets.UTF_8);
                Object tree =
                        json.isBlank()
                                ? Map.of()
                                : JsonTree.parse(json)
                                        .orElseThrow(() -> new WireException("No JSON."));
                yield new Call(target.substring(target.indexOf('.') + 1), members(tree));
            }
            case QUERY -> {
                Members members = members(FormReader.read(body));
                yield new Call(members.text("Action").orElse(""), members);
            }
        };
    }

    private static Members members(Object tree) {
        if (!(tree instanceof Map<?, ?> map)) {
            throw new WireException("A request is a structure.");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(String.valueOf(name), value));
        return new Members(members);
    }

    /**
     * Writes an answer.
     *
     * @param result empty for an operation that answers nothing
     */
    public Reply write(String operation, Optional<Map<String, Object>> result, Request request) {
        return switch (this) {
            case CBOR -> cbor(200, CborWriter.write(result.orElse(Map.of())));
            case JSON -> Reply.of(200, Reply.AMAZON_JSON, result.map(AnswerText::json).orElse(""));
            case QUERY ->
                    Reply.of(200, "text/xml", AnswerText.xml(operation, result, request.id()));
        };
    }

    private static Reply cbor(int status, byte[] body) {
        return Reply.of(status, "application/cbor", body, body.length)
                .withHeader("smithy-protocol", "rpc-v2-cbor");
    }

    /**
     * Writes an error.
     *
     * @param error with the name that it has in forms; the other protocols have longer ones
     */
    public Reply write(ServiceException error, Request request) {
        String code = error.code();
        return switch (this) {
            case QUERY -> XML_ERRORS.reply(error, request);
            case JSON ->
                    JSON_ERRORS
                            .reply(longer(error), request)
                            .withHeader("x-amzn-query-error", code + ";Sender")
                            .withError(code);
            case CBOR -> {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("__type", "com.amazonaws.cloudwatch#" + longer(error).code());
                body.put("message", error.getMessage());
                yield cbor(error.status(), CborWriter.write(body))
                        .withHeader("x-amzn-query-error", code + ";Sender")
                        .withError(code);
            }
        };
    }

    private static ServiceException longer(ServiceException error) {
        String name =
                switch (error.code()) {
                    case "InvalidParameterValue", "InvalidParameterCombination" ->
                            error.code() + "Exception";
                    case "MissingParameter" -> "MissingRequiredParameterException";
                    case "ValidationError" -> "ValidationException";
                    case "LimitExceeded" -> "LimitExceededFault";
                    case "InvalidAction" -> "UnknownOperationException";
                    default -> error.code();
                };
        return new ServiceException(error.status(), name, error.getMessage());
    }
}
