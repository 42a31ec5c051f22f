package stator.door.audit;

import java.time.Instant;
import stator.identity.Principal;

/**
 * What is kept of a call until it is written.
 *
 * @param at when it was answered
 * @param service by its name in signatures
 * @param body as it was sent; empty if it was streamed or is too long to be kept
 * @param error the name of the error that was answered; empty if none was
 * @param errorBody the start of an answer that tells of an error
 */
public record AuditedCall(
        Instant at,
        String service,
        String operation,
        Principal principal,
        String id,
        String method,
        String uri,
        String host,
        String mediaType,
        String userAgent,
        boolean isSecure,
        byte[] body,
        String error,
        byte[] errorBody) {
    /** How much of a body is kept: CloudTrail leaves out what is longer. */
    public static final int BODY_BYTES_MAX = 100_000;

    /** How much of an answer that tells of an error is kept. */
    public static final int ERROR_BYTES_MAX = 4_000;

    public AuditedCall {
        if (operation.isEmpty() || body.length > BODY_BYTES_MAX) {
            throw new IllegalArgumentException(operation + ", " + body.length + " bytes");
        }
    }

    /** How much memory it takes, roughly. */
    long bytes() {
        return 1_000L + body.length + errorBody.length + 2L * (uri.length() + userAgent.length());
    }
}
