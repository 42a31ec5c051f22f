package stator.server;

import java.util.Optional;
import stator.door.Reply;

/** Answers whose JSON is made here. */
final class JsonReplies {
    private JsonReplies() {}

    /** The answer to a request to one of our own resources that cannot be understood. */
    static Reply refusal(String message) {
        return Reply.of(400, Reply.JSON, "{\"message\":\"" + escaped(message) + "\"}");
    }

    /** What AWS answers to what is not a call of its API. */
    static Reply unknownOperation() {
        return Reply.of(404, "", "<UnknownOperationException/>\n");
    }

    /** An error in the form of the API, by the name of its type and its message. */
    static Reply error(int status, String type, Optional<String> message) {
        StringBuilder json = new StringBuilder(256).append("{\"__type\":\"").append(type);
        json.append('"');
        message.ifPresent(text -> json.append(",\"message\":\"").append(escaped(text)).append('"'));
        return Reply.of(status, Reply.AMAZON_JSON, json.append('}').toString());
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
