package stator.admin;

import java.util.Collection;
import java.util.Map;
import stator.door.JsonText;

/** Values as JSON, with the blanks that LocalStack's answers have. */
final class Json {
    private final StringBuilder text = new StringBuilder(256);
    private final String blank;

    private Json(String blank) {
        this.blank = blank;
    }

    /** The JSON of a map, a collection, a number, a truth value or a text, nested at will. */
    static String of(Object value) {
        return new Json(" ").written(value);
    }

    /** The same without blanks, as DynamoDB writes it. */
    static String compact(Object value) {
        return new Json("").written(value);
    }

    private String written(Object value) {
        write(value);
        return text.toString();
    }

    private void write(Object value) {
        switch (value) {
            case Map<?, ?> members -> writeObject(members);
            case Collection<?> elements -> writeArray(elements);
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            case String string -> text.append(JsonText.quoted(string));
            default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }

    private void writeObject(Map<?, ?> members) {
        String separator = "{";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            text.append(separator);
            text.append(JsonText.quoted((String) member.getKey()));
            text.append(':').append(blank);
            write(member.getValue());
            separator = "," + blank;
        }
        text.append(members.isEmpty() ? "{}" : "}");
    }

    private void writeArray(Collection<?> elements) {
        String separator = "[";
        for (Object element : elements) {
            text.append(separator);
            write(element);
            separator = "," + blank;
        }
        text.append(elements.isEmpty() ? "[]" : "]");
    }
}
