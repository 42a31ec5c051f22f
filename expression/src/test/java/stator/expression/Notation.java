package stator.expression;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;

/**
 * A short way to write values in tests: {@code {s: "x", n: 1.5, b: 0x00ff, l: [1, "a"], m: {x: 1},
 * ss: <"a" "b">, ns: <1 2>, bs: <0x00>, t: true, z: null}}. Commas are optional.
 */
final class Notation {
    private final String text;
    private int at;

    private Notation(String text) {
        this.text = text;
    }

    static AttributeValue value(String text) {
        return new Notation(text).whole();
    }

    static Item item(String text) {
        return value(text).map();
    }

    static String print(Item item) {
        StringBuilder out = new StringBuilder("{");
        new TreeMap<>(item.toMap())
                .forEach((name, value) ->
                        out.append(out.length() > 1 ? ", " : "")
                                .append(name)
                                .append(": ")
                                .append(print(value)));
        return out.append('}').toString();
    }

    static String print(AttributeValue value) {
        return switch (value.type()) {
            case S -> '"' + value.text() + '"';
            case N -> value.text();
            case B -> "0x" + HexFormat.of().formatHex(value.binary());
            case SS, NS, BS ->
                    "<"
                            + String.join(
                                    " ", value.elements().stream().map(Notation::print).toList())
                            + ">";
            case L ->
                    "["
                            + String.join(", ", value.list().stream().map(Notation::print).toList())
                            + "]";
            case M -> print(value.map());
            case NULL -> "null";
            case BOOL -> String.valueOf(value.bool());
        };
    }

    private AttributeValue whole() {
        AttributeValue value = value();
        space();
        if (at != text.length()) {
            throw new IllegalArgumentException("Left over: " + text.substring(at));
        }
        return value;
    }

    private AttributeValue value() {
        space();
        char c = text.charAt(at);
        return switch (c) {
            case '"' -> AttributeValue.string(quoted());
            case '{' -> AttributeValue.map(attributes());
            case '[' -> AttributeValue.list(values('[', ']'));
            case '<' -> set();
            default -> word();
        };
    }

    private AttributeValue set() {
        List<AttributeValue> elements = values('<', '>');
        AttributeType type =
                switch (elements.getFirst().type()) {
                    case S -> AttributeType.SS;
                    case N -> AttributeType.NS;
                    case B -> AttributeType.BS;
                    case SS, NS, BS, M, L, NULL, BOOL -> throw new IllegalArgumentException(text);
                };
        return AttributeValue.set(type, elements);
    }

    private AttributeValue word() {
        String word = bare();
        if (word.startsWith("0x")) {
            return AttributeValue.binary(HexFormat.of().parseHex(word.substring(2)));
        }
        return switch (word) {
            case "true" -> AttributeValue.bool(true);
            case "false" -> AttributeValue.bool(false);
            case "null" -> AttributeValue.NULL;
            default -> AttributeValue.number(DecimalNumber.parse(word));
        };
    }

    private Item attributes() {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        at++;
        while (!closed('}')) {
            String name = text.charAt(at) == '"' ? quoted() : name();
            space();
            if (text.charAt(at++) != ':') {
                throw new IllegalArgumentException("No colon after " + name + " in " + text);
            }
            attributes.put(name, value());
        }
        return Item.of(attributes);
    }

    private List<AttributeValue> values(char open, char close) {
        assert text.charAt(at) == open;
        List<AttributeValue> values = new ArrayList<>();
        at++;
        while (!closed(close)) {
            values.add(value());
        }
        return values;
    }

    private boolean closed(char close) {
        space();
        if (text.charAt(at) != close) {
            return false;
        }
        at++;
        return true;
    }

    private String quoted() {
        int end = text.indexOf('"', at + 1);
        String quoted = text.substring(at + 1, end);
        at = end + 1;
        return quoted;
    }

    /** A name may begin with a colon, which a placeholder does. */
    private String name() {
        int from = at;
        at++;
        while (text.charAt(at) != ':' && text.charAt(at) != ' ') {
            at++;
        }
        return text.substring(from, at);
    }

    private String bare() {
        int from = at;
        while (at < text.length() && " ,]}>:".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private void space() {
        while (at < text.length() && " ,\n\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
