package stator.door;

import java.nio.charset.StandardCharsets;

/**
 * An answer, ready to be sent except for what depends on the connection. Its body is the first
 * {@link #length} bytes of {@link #body}, which belong to the receiver from now on.
 *
 * @param status the status of HTTP
 * @param contentType empty if the answer has none
 * @param headers further header lines, each ended by CR LF
 * @param close whether the connection ends with it
 * @param operation what was executed, for metrics and logs; empty if nothing was
 * @param error the name of the error that it tells of; empty if none
 */
public record Reply(
        int status,
        String contentType,
        byte[] body,
        int length,
        String headers,
        boolean close,
        String operation,
        String error) {
    /** The content type of DynamoDB's protocol. */
    public static final String AMAZON_JSON = "application/x-amz-json-1.0";

    /** The content type of JSON. */
    public static final String JSON = "application/json";

    private static final byte[] NO_BYTES = {};

    public Reply {
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("no status of HTTP: " + status);
        }
        if (length < 0 || length > body.length) {
            throw new IllegalArgumentException(length + " bytes of " + body.length);
        }
    }

    /** An answer whose body is a text. */
    public static Reply of(int status, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return of(status, contentType, bytes, bytes.length);
    }

    /** An answer whose body is the first bytes of an array. */
    public static Reply of(int status, String contentType, byte[] body, int length) {
        return new Reply(status, contentType, body, length, "", false, "", "");
    }

    /** An answer without a body. */
    public static Reply empty(int status) {
        return of(status, "", NO_BYTES, 0);
    }

    /** What AWS answers to what is no call of any of its services. */
    public static Reply unknownOperation() {
        return of(404, "", "<UnknownOperationException/>\n");
    }

    /** This answer, after which the connection ends. */
    public Reply thenClose() {
        return new Reply(status, contentType, body, length, headers, true, operation, error);
    }

    /** This answer with one more header. */
    public Reply withHeader(String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a header of two lines: " + name);
        }
        String lines = headers + name + ": " + value + "\r\n";
        return new Reply(status, contentType, body, length, lines, close, operation, error);
    }

    /** This answer with another body. */
    public Reply withBody(byte[] other) {
        return new Reply(
                status, contentType, other, other.length, headers, close, operation, error);
    }

    /** This answer as that of an operation, which ended with an error if that is not empty. */
    public Reply ended(String executed, String failure) {
        return new Reply(status, contentType, body, length, headers, close, executed, failure);
    }

    /** This answer as one that tells of an error. */
    public Reply withError(String name) {
        return new Reply(status, contentType, body, length, headers, close, operation, name);
    }
}
