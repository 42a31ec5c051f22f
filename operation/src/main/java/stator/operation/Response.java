package stator.operation;

import java.util.Optional;

/**
 * The answer to a {@link Call}: the JSON is the first {@code length} bytes of {@code body}, which
 * belongs to the receiver from now on.
 *
 * @param status the HTTP status
 * @param errorType the value of {@code __type} if the answer is an error
 */
public record Response(int status, Optional<String> errorType, byte[] body, int length) {}
