package stator.identity.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON of a policy as values: objects that know where in the text they stand, lists, texts,
 * numbers and truth values. A policy nests five deep at most, so deeper ones are refused at once.
 */
final class PolicyText {
    private static final int DEPTH_MAX = 16;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    /** An object, and where it stands. */
    record Node(Map<String, Object> members, Position start, Position end) {}

    private final JsonParser parser;

    private PolicyText(JsonParser parser) {
        this.parser = parser;
    }

    /** The object that a text is. */
    static Node read(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Object value = new PolicyText(parser).value();
            if (value instanceof Node node && parser.nextToken() == null) {
                return node;
            }
        } catch (JacksonException e) {
            // What is wrong with it in detail AWS does not say either.
        }
        throw new MalformedPolicyException("This policy contains invalid Json");
    }

    private Object value() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new MalformedPolicyException("This policy contains invalid Json");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_STRING -> parser.getString();
            default -> throw new MalformedPolicyException("Syntax errors in policy.");
        };
    }

    /** JSON allows exponents of any length, a decimal number only those of 32 bits. */
    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new MalformedPolicyException("Syntax errors in policy.");
        }
    }

    private Node object() {
        // AWS's positions are behind what they mark, as those of its documentation show.
        Position start = position(parser.currentLocation());
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value());
        }
        return new Node(members, start, position(parser.currentLocation()));
    }

    private List<Object> list() {
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value());
        }
        return values;
    }

    private static Position position(TokenStreamLocation location) {
        return new Position(location.getLineNr(), location.getColumnNr());
    }
}
