package stator.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.MemoryLease;
import stator.protocol.WrongType.Place;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the attribute values of one request from its JSON straight into item documents.
 *
 * <p>JSON of the wrong type is thrown at once. A value that the API does not take is kept as a
 * {@link ValueProblem} beside the document, which stays well-formed. Recursion is bounded: what
 * lies deeper than {@link #NESTING_LEVELS_MAX} is skipped without it.
 */
final class DocumentReader {
    /** Most levels of a value: a scalar attribute has one. */
    static final int NESTING_LEVELS_MAX = 32;

    /** Longest attribute name, in bytes. */
    static final int ATTRIBUTE_NAME_BYTES_MAX = 65535;

    /** A map with more attributes than this finds duplicates with a hash set. */
    private static final int NAMES_SEARCHED_MAX = 32;

    /** What a name in a hash set takes, and an element of a set in lists. */
    private static final int NAME_BYTES = 150;

    private static final int ELEMENT_BYTES = 100;

    private final JsonParser parser;
    private final DocumentWriter writer;
    private final MemoryLease memory;
    private final FirstProblem problem = new FirstProblem();
    private int deepest;

    /** How many levels a value of what is being read may have. */
    private int levelsMax = NESTING_LEVELS_MAX;

    /** An item, and what is wrong with it or null. */
    record ReadItem(Item item, ValueProblem problem) {}

    /** A value, and what is wrong with it or null. */
    record ReadValue(AttributeValue value, ValueProblem problem) {}

    DocumentReader(JsonParser parser, int capacityBytes, MemoryLease memory) {
        this.parser = parser;
        this.memory = memory;
        writer = new DocumentWriter(capacityBytes);
    }

    /** The most levels that any value read so far has. */
    int deepest() {
        return deepest;
    }

    /**
     * Reads the object at the current token as an item.
     *
     * @param mostLevels how many levels a value may have, {@link #NESTING_LEVELS_MAX} or more
     */
    ReadItem item(boolean ofNames, int mostLevels) {
        levelsMax = mostLevels;
        problem.startItem();
        writer.clear();
        attributes(1, ofNames);
        return new ReadItem(writer.toItem(), problem.found());
    }

    /** Reads the current token as a value. */
    ReadValue value(Place place) {
        levelsMax = NESTING_LEVELS_MAX;
        problem.startValue();
        writer.clear();
        value(1, place);
        return new ReadValue(writer.toValue(), problem.found());
    }

    /**
     * Reads attributes until the object ends; names are unique in the end, and the last one wins.
     */
    private void attributes(int level, boolean ofNames) {
        int start = writer.length();
        long seen = 0;
        int count = 0;
        boolean repeated = false;
        Set<String> names = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            long bit = 1L << (name.hashCode() ^ name.hashCode() >>> 7);
            if (names != null) {
                memory.reserve(NAME_BYTES);
                repeated |= !names.add(name);
            } else if ((seen & bit) != 0) {
                repeated |= writer.written(start).contains(name);
            }
            seen |= bit;
            if (names == null && ++count > NAMES_SEARCHED_MAX) {
                names = new HashSet<>(writer.written(start).toMap().keySet());
                names.add(name);
            }
            ValueProblem before = problem.found();
            if (ofNames || level > 1) {
                checkName(name, level);
            }
            writer.name(name);
            parser.nextToken();
            value(level, Place.ELEMENT);
            if (level == 1 && problem.found() != before) {
                problem.isIn(name);
            }
        }
        if (repeated) {
            keepLast(start);
        }
    }

    private void keepLast(int start) {
        Map<String, AttributeValue> attributes = writer.written(start).toMap();
        Item last = Item.of(attributes);
        writer.truncate(start);
        writer.attributes(last);
    }

    private void checkName(String name, int level) {
        if (name.isEmpty()) {
            problem.reportName(
                    ValueProblem.of(ValueError.ATTRIBUTE_NAME, "Empty attribute name"), level);
        } else if (name.length() > ATTRIBUTE_NAME_BYTES_MAX / 3
                && utf8Length(name) > ATTRIBUTE_NAME_BYTES_MAX) {
            problem.report(
                    ValueProblem.of(
                            ValueError.ATTRIBUTE_NAME,
                            "Attribute name is too large, must be less than 65536 bytes"));
        }
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void value(int level, Place place) {
        deepest = Math.max(deepest, level);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            reportEmpty();
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            throw WrongType.forStructure(token, "AttributeValue", place);
        }
        if (level > levelsMax) {
            skipTooDeep(level);
            return;
        }
        int start = writer.length();
        int types = 0;
        for (String type = parser.nextName(); type != null; type = parser.nextName()) {
            int bit = TypeBits.of(type);
            boolean present = parser.nextToken() != JsonToken.VALUE_NULL;
            if (bit == 0 || !present) {
                parser.skipChildren();
                continue;
            }
            // The last one of a type wins; of several types the document keeps one.
            writer.truncate(start);
            typed(bit, level);
            types |= bit;
        }
        if (types == 0) {
            reportEmpty();
        } else if ((types & types - 1) != 0) {
            problem.report(
                    ValueProblem.of(
                            ValueError.SEVERAL_TYPES,
                            "Supplied AttributeValue has more than one datatypes set, must contain"
                                    + " exactly one of the supported datatypes"));
        }
    }

    private void reportEmpty() {
        writer.nullValue();
        problem.report(
                ValueProblem.of(
                        ValueError.EMPTY,
                        "Supplied AttributeValue is empty, must contain exactly one of the supported"
                                + " datatypes"));
    }

    /** Skips a value that lies too deep, and finds out how deep it goes. */
    private void skipTooDeep(int level) {
        int open = 1;
        int most = 1;
        while (open > 0) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                most = Math.max(most, ++open);
            } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                open--;
            }
        }
        // Each level opens twice: {"M": {"name": …}} or {"L": […]}.
        deepest = Math.max(deepest, level + (most - 1) / 2);
        writer.nullValue();
        problem.reportNesting(
                ValueProblem.of(
                        ValueError.NESTING,
                        "Nesting Levels have exceeded supported limits: Attributes in the item have"
                                + " nested levels beyond supported limit"));
    }

    private void typed(int type, int level) {
        switch (type) {
            case TypeBits.S -> {
                requireString();
                writer.string(
                        parser.getStringCharacters(),
                        parser.getStringOffset(),
                        parser.getStringLength());
            }
            case TypeBits.N -> {
                requireString();
                number();
            }
            case TypeBits.B -> writer.binary(bytes());
            case TypeBits.BOOL -> writer.bool(Scalars.bool(parser));
            case TypeBits.NULL -> nullValue();
            case TypeBits.SS -> stringSet();
            case TypeBits.NS -> numberSet();
            case TypeBits.BS -> binarySet();
            case TypeBits.M -> map(level);
            case TypeBits.L -> list(level);
            default -> throw new IllegalStateException("No type has bit " + type);
        }
    }

    private void requireString() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw WrongType.forScalar(parser.currentToken(), "String");
        }
    }

    private byte[] bytes() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw WrongType.forBytes(parser.currentToken());
        }
        return Base64Text.decode(
                parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    }

    private void number() {
        char[] chars = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        int length = parser.getStringLength();
        if (isSmallInteger(chars, offset, length)) {
            writer.number(chars, offset, length);
        } else {
            writer.number(canonical(new String(chars, offset, length)));
        }
    }

    /** Whether it is in canonical form already: the usual number needs no string. */
    private static boolean isSmallInteger(char[] chars, int offset, int length) {
        if (length == 0 || length > 18 || chars[offset] < '1') {
            return length == 1 && chars[offset] == '0';
        }
        for (int i = offset; i < offset + length; i++) {
            if (chars[i] < '0' || chars[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private String canonical(String text) {
        try {
            return DecimalNumber.canonical(text);
        } catch (ApiException e) {
            problem.report(NumberProblem.of(text, e.getMessage()));
            return "0";
        }
    }

    private void nullValue() {
        if (!Scalars.bool(parser)) {
            problem.report(
                    ValueProblem.of(
                            ValueError.NULL_FALSE,
                            "One or more parameter values were invalid: Null attribute value types"
                                    + " must have the value of true"));
        }
        writer.nullValue();
    }

    private void map(int level) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw WrongType.forMap(
                    parser.currentToken(),
                    "com.amazonaws.dynamodb.v20120810.AttributeValue",
                    Place.MEMBER);
        }
        int map = writer.startMap();
        attributes(level + 1, true);
        writer.end(map);
    }

    private void list(int level) {
        startArray();
        int list = writer.startList();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(level + 1, Place.ELEMENT);
        }
        writer.end(list);
    }

    private void startArray() {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw WrongType.forList(parser.currentToken(), Place.MEMBER);
        }
    }

    private void stringSet() {
        startArray();
        SetElements<String> elements = new SetElements<>(AttributeType.SS);
        int set = writer.startSet(AttributeType.SS);
        while (nextElement(AttributeType.SS)) {
            requireString();
            memory.reserve(ELEMENT_BYTES + 2L * parser.getStringLength());
            elements.add(parser.getString());
        }
        elements.inOrder().forEach(writer::element);
        writer.end(set);
        elements.problem().ifPresent(problem::report);
    }

    private void numberSet() {
        startArray();
        SetElements<String> elements = new SetElements<>(AttributeType.NS);
        int set = writer.startSet(AttributeType.NS);
        while (nextElement(AttributeType.NS)) {
            requireString();
            memory.reserve(ELEMENT_BYTES);
            elements.add(canonical(parser.getString()));
        }
        elements.inOrder().forEach(writer::element);
        writer.end(set);
        elements.problem().ifPresent(problem::report);
    }

    private void binarySet() {
        startArray();
        SetElements<ByteBuffer> elements = new SetElements<>(AttributeType.BS);
        int set = writer.startSet(AttributeType.BS);
        while (nextElement(AttributeType.BS)) {
            byte[] element = bytes();
            memory.reserve(ELEMENT_BYTES + (long) element.length);
            elements.add(ByteBuffer.wrap(element));
        }
        elements.inOrder().forEach(element -> writer.element(element.array()));
        writer.end(set);
        elements.problem().ifPresent(problem::report);
    }

    /** Whether there is another element, which is not null. */
    private boolean nextElement(AttributeType type) {
        JsonToken token = parser.nextToken();
        while (token == JsonToken.VALUE_NULL) {
            problem.report(SetElements.nullElement(type));
            token = parser.nextToken();
        }
        return token != JsonToken.END_ARRAY;
    }
}
