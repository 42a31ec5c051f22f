package stator.lambda.runtime;

import java.util.Optional;

/**
 * One call of a function.
 *
 * @param requestId a UUID
 * @param functionArn as it was invoked, with the qualifier if there was one
 * @param payload JSON
 * @param clientContext JSON; empty if the caller gave none
 * @param trace the trace header that the function passes on
 * @param receiver of the answer's bytes as they come; without one they are collected
 */
public record Invocation(
        String requestId,
        String functionArn,
        byte[] payload,
        String clientContext,
        String trace,
        Optional<Receiver> receiver) {
    /** Takes an answer while the function still writes it. */
    public interface Receiver {
        /** There is a place for the invocation; called once at most, before all else. */
        void accepted(String executedVersion);

        /** The answer begins; called once at most. */
        void begin(String contentType);

        /**
         * More bytes of the answer, which are the receiver's only during the call. It waits until
         * there is room for them; whoever wants them no more takes and forgets them.
         */
        void bytes(byte[] buffer, int length) throws InterruptedException;
    }
}
