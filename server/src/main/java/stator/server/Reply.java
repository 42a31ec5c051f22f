package stator.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An answer, ready to be sent except for what depends on the connection: the body is the first
 * {@code length} bytes of {@code body}.
 *
 * @param contentType empty if the answer has none
 * @param headers further header lines, each ended by CR LF
 * @param close whether the connection ends with it
 */
record Reply(
        HttpResponseStatus status,
        String contentType,
        byte[] body,
        int length,
        String headers,
        boolean close) {
    static final String AMAZON_JSON = "application/x-amz-json-1.0";
    static final String JSON = "application/json";

    static Reply of(HttpResponseStatus status, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Reply(status, contentType, bytes, bytes.length, "", false);
    }

    /** An answer without a body. */
    static Reply empty(HttpResponseStatus status) {
        return of(status, "", "");
    }

    /** The answer to a request to one of our own resources that cannot be understood. */
    static Reply refusal(String message) {
        String json = "{\"message\":\"" + escaped(message) + "\"}";
        return of(HttpResponseStatus.BAD_REQUEST, JSON, json);
    }

    /** What AWS answers to what is not a call of its API. */
    static Reply unknownOperation() {
        return of(HttpResponseStatus.NOT_FOUND, "", "<UnknownOperationException/>\n");
    }

    /** An error in the form of the API, by the name of its type and its message. */
    static Reply error(HttpResponseStatus status, String type, Optional<String> message) {
        StringBuilder json = new StringBuilder(256).append("{\"__type\":\"").append(type);
        json.append('"');
        message.ifPresent(text -> json.append(",\"message\":\"").append(escaped(text)).append('"'));
        return of(status, AMAZON_JSON, json.append('}').toString());
    }

    /** This answer, after which the connection ends. */
    Reply thenClose() {
        return new Reply(status, contentType, body, length, headers, true);
    }

    /** This answer with one more header. */
    Reply withHeader(String name, String value) {
        String line = name + ": " + value + "\r\n";
        return new Reply(status, contentType, body, length, headers + line, close);
    }

    /** This answer with its body compressed. */
    Reply compressed(ContentCoding coding) {
        byte[] encoded = coding.encode(body, length);
        return new Reply(status, contentType, encoded, encoded.length, headers, close)
                .withHeader("Content-Encoding", coding.token());
    }

    /** A text as it stands between quotes in JSON. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                escaped.append('\\').append(character);
            } else if (character < ' ') {
                escaped.append(String.format("\\u%04x", (int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }
}
