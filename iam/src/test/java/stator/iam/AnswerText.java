package stator.iam;

import java.util.regex.Pattern;

/**
 * The result in an answer's XML as lines for people: a name and its text, what is within it
 * indented. What is random or depends on the time is replaced.
 */
final class AnswerText {
    private static final Pattern IDS =
            Pattern.compile("\\b(AIDA|AGPA|AROA|ANPA|AIPA)[A-Z2-7]{17}\\b");
    private static final Pattern KEYS = Pattern.compile("\\b(AKIA|ASIA)[A-Z2-7]{16}\\b");
    private static final Pattern SECRETS =
            Pattern.compile("(SecretAccessKey|SessionToken|Marker) \\S+");
    private static final Pattern TASKS =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final String xml;
    private final StringBuilder text = new StringBuilder();
    private int position;

    private AnswerText(String xml) {
        this.xml = xml;
    }

    static String of(String document, String action) {
        String open = "<" + action + "Result>";
        int start = document.indexOf(open);
        if (start < 0) {
            return "";
        }
        int end = document.lastIndexOf("</" + action + "Result>");
        AnswerText answer = new AnswerText(document.substring(start + open.length(), end));
        answer.elements("");
        return masked(answer.text.toString());
    }

    static String masked(String text) {
        String ids = IDS.matcher(text).replaceAll("$1…");
        String keys = KEYS.matcher(ids).replaceAll("$1…");
        String secrets = SECRETS.matcher(keys).replaceAll("$1 …");
        return TASKS.matcher(secrets).replaceAll("UUID");
    }

    private void elements(String indent) {
        while (position < xml.length() && !xml.startsWith("</", position)) {
            int end = xml.indexOf('>', position);
            String name = xml.substring(position + 1, end);
            position = end + 1;
            text.append(indent).append(name);
            if (xml.charAt(position) == '<') {
                text.append('\n');
                elements(indent + "  ");
            } else {
                int close = xml.indexOf("</", position);
                text.append(' ').append(plain(xml.substring(position, close))).append('\n');
                position = close;
            }
            position += name.length() + 3;
        }
    }

    private static String plain(String escaped) {
        return escaped.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
