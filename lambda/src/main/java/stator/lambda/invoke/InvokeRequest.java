package stator.lambda.invoke;

import java.util.Optional;
import stator.lambda.function.FunctionReference;
import stator.lambda.runtime.Invocation.Receiver;

/**
 * That a function is to be invoked.
 *
 * @param payload JSON
 * @param clientContext JSON; empty if there is none
 * @param trace the trace header that came with it; may be empty
 * @param receiver of the answer as it comes, if somebody wants it so
 */
public record InvokeRequest(
        String requestId,
        FunctionReference function,
        byte[] payload,
        String clientContext,
        String trace,
        Optional<Receiver> receiver) {
    /** One without anything that is optional. */
    public static InvokeRequest of(String requestId, FunctionReference function, byte[] payload) {
        return new InvokeRequest(requestId, function, payload, "", "", Optional.empty());
    }
}
