package stator.lambda.api;

import java.util.Optional;
import stator.database.table.Namespace;
import stator.door.Request;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;

/**
 * A request of an operation, understood.
 *
 * @param input its members, wherever they stood in the request
 * @param payload the body of an invocation; empty for all others
 */
record Call(
        Model.Operation operation,
        Namespace namespace,
        String callerArn,
        Document input,
        byte[] payload,
        Request request) {
    /** The function that the request names, with the qualifier if there is one. */
    FunctionReference function() {
        return FunctionReference.of(
                namespace, input.text("FunctionName"), input.text("Qualifier"), operation.name());
    }

    Optional<String> header(String name) {
        return request.header(name);
    }
}
