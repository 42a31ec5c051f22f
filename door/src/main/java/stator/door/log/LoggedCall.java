package stator.door.log;

import java.util.List;
import stator.identity.Principal;

/**
 * One call that has ended. There is no secret in it: no header but the name of the client, no
 * query, which may have a signature, and a body only of services whose bodies have none.
 *
 * @param sequence 1 for the first call that was ever kept, and so on
 * @param startMillis when it arrived, in milliseconds since 1970
 * @param nanos how long it took until its answer was ready
 * @param operation as the service calls it, or what the client asked for if there is no such one
 * @param tables that it named
 * @param path of its address, without the query
 * @param caller who was recognised; unknown if it was refused before
 * @param client what it says it is: the header {@code User-Agent}
 * @param status of HTTP
 * @param error the name of the error; empty if there was none
 * @param readUnits capacity units that it consumed by reading
 * @param writeUnits capacity units that it consumed by writing
 * @param body as it was sent; empty if it is not kept
 */
public record LoggedCall(
        long sequence,
        long startMillis,
        long nanos,
        String requestId,
        String service,
        String operation,
        List<String> tables,
        String path,
        Principal caller,
        String client,
        int status,
        String error,
        double readUnits,
        double writeUnits,
        int requestBytes,
        int answerBytes,
        byte[] body) {
    public LoggedCall {
        if (sequence < 1) {
            throw new IllegalArgumentException("no number of a call: " + sequence);
        }
        tables = List.copyOf(tables);
    }
}
