package stator.cloudwatch.wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.protocol.ResponseWriter;

/** Writes answers as JSON or XML. */
final class AnswerText {
    private static final int CAPACITY_BYTES = 512;

    /** The one member of all answers that is a map of any names. */
    private static final String MAP = "ExtendedStatistics";

    private AnswerText() {}

    static String json(Map<String, Object> answer) {
        ResponseWriter json = new ResponseWriter(CAPACITY_BYTES);
        json(answer, json);
        return json.toString();
    }

    private static void json(Object value, ResponseWriter json) {
        switch (value) {
            case Map<?, ?> map -> {
                json.startObject();
                map.forEach((name, member) -> json(member, json.field((String) name)));
                json.endObject();
            }
            case List<?> list -> {
                json.startArray();
                list.forEach(element -> json(element, json));
                json.endArray();
            }
            case Instant instant -> json.instant(instant);
            case Boolean truth -> json.bool(truth);
            case Double number -> json.number(number.doubleValue());
            case Number number -> json.number(number.longValue());
            default -> json.string((String) value);
        }
    }

    static String xml(String operation, Optional<Map<String, Object>> result, String requestId) {
        StringBuilder xml = new StringBuilder(CAPACITY_BYTES);
        xml.append('<').append(operation).append("Response xmlns=\"").append(Wire.NAMESPACE);
        xml.append("\">");
        result.ifPresent(members -> {
            String element = operation + "Result";
            xml(element, members, xml);
        });
        xml.append("<ResponseMetadata><RequestId>").append(requestId);
        xml.append("</RequestId></ResponseMetadata></").append(operation).append("Response>");
        return xml.toString();
    }

    private static void xml(String element, Object value, StringBuilder xml) {
        xml.append('<').append(element).append('>');
        switch (value) {
            case Map<?, ?> map ->
                    map.forEach((name, member) -> {
                        if (element.equals(MAP)) {
                            entry((String) name, member, xml);
                        } else {
                            xml((String) name, member, xml);
                        }
                    });
            case List<?> list -> list.forEach(member -> xml("member", member, xml));
            case Instant instant -> xml.append(instant.truncatedTo(ChronoUnit.MILLIS));
            default -> escape(value.toString(), xml);
        }
        xml.append("</").append(element).append('>');
    }

    /** Maps that are no structures have their names as texts. */
    private static void entry(String name, Object value, StringBuilder xml) {
        xml.append("<entry>");
        xml("key", name, xml);
        xml("value", value, xml);
        xml.append("</entry>");
    }

    private static void escape(String text, StringBuilder xml) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '&' -> xml.append("&amp;");
                case '"' -> xml.append("&quot;");
                // XML 1.0 has no way to say most control characters.
                default ->
                        xml.append(
                                character < ' ' && "\t\n\r".indexOf(character) < 0
                                        ? '\uFFFD'
                                        : character);
            }
        }
    }
}
