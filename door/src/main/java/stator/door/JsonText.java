package stator.door;

/**
 * A text as it stands in JSON. Enough for errors, which are the only JSON that the door writes, and
 * for the few answers of Stator's own; other services write theirs with a writer of their protocol.
 */
public final class JsonText {
    private JsonText() {}

    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ') {
                quoted.append(String.format("\\u%04x", (int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
