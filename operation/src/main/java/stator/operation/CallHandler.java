package stator.operation;

import java.util.Optional;

/** What executes the calls of DynamoDB: the operations, or an echo to measure HTTP by. */
public interface CallHandler {
    /** Executes a call. Never throws. */
    Response execute(Call call);

    /** Whether a call of that target may wait, so that no event loop may run it. */
    boolean mayBlock(Optional<String> target);

    /** The name of a target's operation; empty if there is none. */
    String operation(Optional<String> target);
}
