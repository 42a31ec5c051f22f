package stator.operation;

import java.util.Optional;

/**
 * The answer to a {@link Call}: the JSON is the first {@code length} bytes of {@code body}, which
 * belongs to the receiver from now on.
 *
 * @param status the HTTP status
 * @param errorType the value of {@code __type} if the answer is an error
 * @param warning why stricter rules would have refused the call; empty if they would not
 */
public record Response(
        int status, Optional<String> errorType, byte[] body, int length, String warning) {
    /** A response without a warning. */
    public Response(int status, Optional<String> errorType, byte[] body, int length) {
        this(status, errorType, body, length, "");
    }

    Response with(String reason) {
        return reason.isEmpty() ? this : new Response(status, errorType, body, length, reason);
    }
}
