package stator.server;

import java.util.Optional;
import stator.operation.Call;
import stator.operation.Response;

/** What the HTTP server puts its calls to: the operations, or an echo to measure itself by. */
public interface CallHandler {
    /** Executes a call. Never throws. */
    Response execute(Call call);

    /** Whether a call of that target may wait, so that no event loop may run it. */
    boolean mayBlock(Optional<String> target);
}
