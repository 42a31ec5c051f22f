package stator.door;

import java.nio.charset.StandardCharsets;

/**
 * An answer, ready to be sent except for what depends on the connection: the body is the first
 * {@code length} bytes of {@code body}, which belongs to the receiver from now on.
 *
 * @param status the status of HTTP
 * @param contentType empty if the answer has none
 * @param headers further header lines, each ended by CR LF
 * @param close whether the connection ends with it
 */
public record Reply(
        int status, String contentType, byte[] body, int length, String headers, boolean close) {
    /** The content type of DynamoDB's protocol. */
    public static final String AMAZON_JSON = "application/x-amz-json-1.0";

    /** The content type of JSON. */
    public static final String JSON = "application/json";

    public Reply {
        assert status >= 100 && status < 600 : status;
        assert length >= 0 && length <= body.length : length;
    }

    /** An answer whose body is a text. */
    public static Reply of(int status, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Reply(status, contentType, bytes, bytes.length, "", false);
    }

    /** An answer without a body. */
    public static Reply empty(int status) {
        return of(status, "", "");
    }

    /** This answer, after which the connection ends. */
    public Reply thenClose() {
        return new Reply(status, contentType, body, length, headers, true);
    }

    /** This answer with one more header. */
    public Reply withHeader(String name, String value) {
        String line = name + ": " + value + "\r\n";
        return new Reply(status, contentType, body, length, headers + line, close);
    }

    /** This answer with another body. */
    public Reply withBody(byte[] other) {
        return new Reply(status, contentType, other, other.length, headers, close);
    }
}
