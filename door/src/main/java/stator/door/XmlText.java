package stator.door;

/** A text as it stands in an element of XML. */
public final class XmlText {
    private XmlText() {}

    /** The text without what would be markup; what no XML can hold becomes a question mark. */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(code -> {
                    switch (code) {
                        case '<' -> escaped.append("&lt;");
                        case '>' -> escaped.append("&gt;");
                        case '&' -> escaped.append("&amp;");
                        case '"' -> escaped.append("&quot;");
                        case '\r' -> escaped.append("&#13;");
                        default -> escaped.appendCodePoint(isXml(code) ? code : '?');
                    }
                });
        return escaped.toString();
    }

    private static boolean isXml(int code) {
        boolean isControl = code < ' ' && code != '\t' && code != '\n';
        boolean isHalf = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        return !isControl && !isHalf && code != 0xFFFE && code != 0xFFFF;
    }
}
