package stator.tool.item;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;
import stator.protocol.ResponseWriter;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Items as JSON without types: {@code {"pk":"a","n":1}}. It has fewer types than DynamoDB: sets
 * become arrays and binary values become base64 on the way out; on the way in, only keys have the
 * types of the table.
 */
public final class PlainJson {
    private static final JsonFactory JSON = new JsonFactory();

    private PlainJson() {}

    /** The JSON of an item, without a line end. */
    public static String write(Item item) {
        ResponseWriter out = new ResponseWriter(512);
        write(item, out);
        return out.toString();
    }

    private static void write(Item item, ResponseWriter out) {
        out.startObject();
        for (Item.Attribute attribute : item) {
            write(attribute.value(), out.field(attribute.name()));
        }
        out.endObject();
    }

    private static void write(AttributeValue value, ResponseWriter out) {
        switch (value.type()) {
            case S -> out.string(value.text());
            case N -> out.json(value.text());
            case B -> out.string(Base64.getEncoder().encodeToString(value.binary()));
            case BOOL -> out.bool(value.bool());
            case NULL -> out.nothing();
            case M -> write(value.map(), out);
            case L -> writeAll(value.list(), out);
            case SS, NS, BS -> writeAll(value.elements(), out);
        }
    }

    private static void writeAll(List<AttributeValue> elements, ResponseWriter out) {
        out.startArray();
        elements.forEach(element -> write(element, out));
        out.endArray();
    }

    /**
     * Reads an object.
     *
     * @param keyTypes types of attributes that are keys
     * @throws RuntimeException if it is none; the message says why
     */
    static Item read(byte[] json, Map<String, AttributeType> keyTypes) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("This is no object");
            }
            Map<String, AttributeValue> attributes = new LinkedHashMap<>();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                AttributeType key = keyTypes.get(name);
                attributes.put(name, key == null ? value(parser) : key(parser, key));
            }
            return Item.of(attributes);
        }
    }

    private static AttributeValue key(JsonParser parser, AttributeType type) {
        if (!parser.currentToken().isScalarValue()) {
            return value(parser);
        }
        String text = parser.getString();
        return switch (type) {
            case N -> AttributeValue.number(DecimalNumber.parse(text));
            case B -> AttributeValue.binary(Base64.getDecoder().decode(text));
            default -> value(parser);
        };
    }

    private static AttributeValue value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, AttributeValue> attributes = new LinkedHashMap<>();
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    parser.nextToken();
                    attributes.put(name, value(parser));
                }
                yield AttributeValue.map(Item.of(attributes));
            }
            case START_ARRAY -> {
                List<AttributeValue> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield AttributeValue.list(elements);
            }
            case VALUE_TRUE -> AttributeValue.bool(true);
            case VALUE_FALSE -> AttributeValue.bool(false);
            case VALUE_NULL -> AttributeValue.NULL;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    AttributeValue.number(DecimalNumber.parse(parser.getString()));
            default -> AttributeValue.string(parser.getString());
        };
    }
}
