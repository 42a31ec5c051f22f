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
 * @param source of a body that is sent while it is read; then the array is empty
 */
public record Reply(
        int status,
        String contentType,
        byte[] body,
        int length,
        String headers,
        boolean close,
        String operation,
        String error,
        BodySource source) {
    /** The content type of DynamoDB's protocol. */
    public static final String AMAZON_JSON = "application/x-amz-json-1.0";

    /** The content type of JSON. */
    public static final String JSON = "application/json";

    private static final String WARNING_HEADER = "x-stator-denied";

    /** Clients take headers of 8 KB in all. */
    private static final int WARNING_LENGTH_MAX = 4_000;

    private static final byte[] NO_BYTES = {};

    public Reply {
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("no status of HTTP: " + status);
        }
        if (length < 0 || length > body.length) {
            throw new IllegalArgumentException(length + " bytes of " + body.length);
        }
        if (source != BodySource.NONE && length != 0) {
            throw new IllegalArgumentException("two bodies");
        }
    }

    /** An answer whose body is a text. */
    public static Reply of(int status, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return of(status, contentType, bytes, bytes.length);
    }

    /** An answer whose body is the first bytes of an array. */
    public static Reply of(int status, String contentType, byte[] body, int length) {
        return new Reply(status, contentType, body, length, "", false, "", "", BodySource.NONE);
    }

    /** An answer without a body. */
    public static Reply empty(int status) {
        return of(status, "", NO_BYTES, 0);
    }

    /** An answer whose body is read while it is sent. */
    public static Reply streamed(int status, String contentType, BodySource source) {
        return new Reply(status, contentType, NO_BYTES, 0, "", false, "", "", source);
    }

    /** What AWS answers to what is no call of any of its services. */
    public static Reply unknownOperation() {
        return of(404, "", "<UnknownOperationException/>\n");
    }

    /** Whether the body is read while it is sent. */
    public boolean isStreamed() {
        return source != BodySource.NONE;
    }

    /** This answer, after which the connection ends. */
    public Reply thenClose() {
        return new Reply(
                status, contentType, body, length, headers, true, operation, error, source);
    }

    /** This answer with one more header. */
    public Reply withHeader(String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a header of two lines: " + name);
        }
        String lines = headers + name + ": " + value + "\r\n";
        return new Reply(status, contentType, body, length, lines, close, operation, error, source);
    }

    /**
     * This answer, telling why stricter rules would have refused it; unchanged if there is nothing
     * to tell. The first warning counts.
     */
    public Reply withWarning(String warning) {
        return warning.isEmpty() || headers.contains(WARNING_HEADER)
                ? this
                : withHeader(WARNING_HEADER, oneLine(warning));
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), WARNING_LENGTH_MAX));
        for (int i = 0; i < text.length() && i < WARNING_LENGTH_MAX; i++) {
            char character = text.charAt(i);
            line.append(character < ' ' || character > '~' ? ' ' : character);
        }
        return line.toString();
    }

    /** This answer with another body. */
    public Reply withBody(byte[] other) {
        return new Reply(
                status,
                contentType,
                other,
                other.length,
                headers,
                close,
                operation,
                error,
                BodySource.NONE);
    }

    /** This answer as that of an operation, which ended with an error if that is not empty. */
    public Reply ended(String executed, String failure) {
        return new Reply(
                status, contentType, body, length, headers, close, executed, failure, source);
    }

    /** This answer as one that tells of an error. */
    public Reply withError(String name) {
        return new Reply(
                status, contentType, body, length, headers, close, operation, name, source);
    }
}
