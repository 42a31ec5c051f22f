package stator.tool.item;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import stator.model.AttributeType;
import stator.model.Item;
import stator.operation.format.RecordSink;
import stator.protocol.JsonTree;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Items in a file of JSON, in whatever form people have them: objects line by line, answers of
 * {@code aws dynamodb scan}, arrays; each item typed and wrapped as in an export ({@code
 * {"Item":{"pk":{"S":"a"}}}}), typed alone ({@code {"pk":{"S":"a"}}}) or plain ({@code
 * {"pk":"a"}}). The first item tells the form of all.
 *
 * <p>Where each line is a value of its own, a line that is no JSON does no harm to the others.
 */
final class JsonRecords {
    /** How much is looked at to see whether lines are values. */
    private static final int PEEK_BYTES = 1 << 20;

    /** A line is at most as long as any item can be in JSON. */
    private static final int LINE_BYTES_MAX = 16 << 20;

    private static final String ITEM = "Item";
    private static final String ITEMS = "Items";
    private static final Set<String> TEXTS = Set.of("S", "N", "B");
    private static final Set<String> LITERALS = Set.of("BOOL", "NULL");
    private static final Set<String> ARRAYS = Set.of("SS", "NS", "BS", "L");

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxStringLength(LINE_BYTES_MAX).build())
                    .build();

    /** What one item looks like. */
    enum Form {
        UNKNOWN,
        WRAPPED,
        TYPED,
        PLAIN
    }

    private final BufferedInputStream in;
    private final Map<String, AttributeType> keyTypes;
    private final RecordSink<Item> sink;
    private final ItemJson typed = new ItemJson();
    private Form form;

    /**
     * @param keyTypes types of attributes that are keys, for plain items
     * @param form if it is known
     */
    JsonRecords(
            InputStream in, Map<String, AttributeType> keyTypes, Form form, RecordSink<Item> sink) {
        this.in = new BufferedInputStream(in, PEEK_BYTES);
        this.keyTypes = Map.copyOf(keyTypes);
        this.form = form;
        this.sink = sink;
    }

    /** Shows all items. */
    void read() throws IOException {
        if (hasValuesInLines()) {
            readLines();
        } else {
            readDocument();
        }
    }

    private boolean hasValuesInLines() throws IOException {
        in.mark(PEEK_BYTES);
        byte[] line = line(PEEK_BYTES - 1);
        in.reset();
        return line != null && tree(line) instanceof Map<?, ?>;
    }

    private static Object tree(byte[] json) {
        return JsonTree.parse(new String(json, StandardCharsets.UTF_8)).orElse(null);
    }

    private void readLines() throws IOException {
        for (byte[] line = line(LINE_BYTES_MAX); line != null; line = line(LINE_BYTES_MAX)) {
            try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
                values(parser);
            } catch (JacksonException e) {
                sink.refuse("The line is no JSON: " + e.getOriginalMessage());
            }
        }
    }

    private void readDocument() throws IOException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            values(parser);
        } catch (JacksonException e) {
            sink.refuse(
                    "From line "
                            + e.getLocation().getLineNr()
                            + " on the file is no JSON: "
                            + e.getOriginalMessage());
        }
    }

    /** The next line that is not blank, without its end; null if there is none or it is longer. */
    private byte[] line(int bytesMax) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean isBlank = true;
        for (int next = in.read(); ; next = in.read()) {
            if (next < 0 || next == '\n') {
                if (!isBlank) {
                    return line.toByteArray();
                }
                if (next < 0) {
                    return null;
                }
                continue;
            }
            isBlank &= next == ' ' || next == '\t' || next == '\r';
            line.write(next);
            if (line.size() > bytesMax) {
                if (bytesMax == LINE_BYTES_MAX) {
                    throw new IOException("A line is longer than " + LINE_BYTES_MAX + " bytes");
                }
                return null;
            }
        }
    }

    private void values(JsonParser parser) throws IOException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT -> object(parser);
                case START_ARRAY -> array(parser);
                default -> sink.refuse("This is no item: " + parser.getString());
            }
        }
    }

    private void array(JsonParser parser) throws IOException {
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                object(parser);
            } else {
                parser.skipChildren();
                sink.refuse("An element of an array is no item");
            }
        }
    }

    /** An item, or an answer of Scan with many. */
    private void object(JsonParser parser) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        boolean isAnswer = false;
        try (JsonGenerator copy = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
            copy.writeStartObject();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                if (name.equals(ITEMS) && token == JsonToken.START_ARRAY && form != Form.PLAIN) {
                    isAnswer = true;
                    array(parser);
                } else {
                    copy.writeName(name);
                    copy.copyCurrentStructureExact(parser);
                }
            }
            copy.writeEndObject();
        }
        if (!isAnswer) {
            item(json.toByteArray());
        }
    }

    private void item(byte[] json) throws IOException {
        if (form == Form.UNKNOWN) {
            form = formOf(tree(json));
        }
        Item item;
        try {
            item =
                    switch (form) {
                        case WRAPPED -> typed.readWrapped(json);
                        case TYPED -> typed.read(json);
                        case PLAIN, UNKNOWN -> PlainJson.read(json, keyTypes);
                    };
        } catch (RuntimeException e) {
            sink.refuse(String.valueOf(e.getMessage()));
            return;
        }
        sink.add(item);
    }

    /** The form of an item that may have any. */
    static Form formOf(Object tree) {
        if (!(tree instanceof Map<?, ?> object)) {
            return Form.PLAIN;
        }
        if (isTyped(object)) {
            return Form.TYPED;
        }
        return object.get(ITEM) instanceof Map<?, ?> item && isTyped(item)
                ? Form.WRAPPED
                : Form.PLAIN;
    }

    private static boolean isTyped(Map<?, ?> item) {
        return !item.isEmpty() && item.values().stream().allMatch(JsonRecords::isTypedValue);
    }

    private static boolean isTypedValue(Object value) {
        if (!(value instanceof Map<?, ?> object) || object.size() != 1) {
            return false;
        }
        Map.Entry<?, ?> only = object.entrySet().iterator().next();
        return switch (only.getValue()) {
            case String text -> TEXTS.contains(only.getKey());
            case JsonTree.Literal literal -> LITERALS.contains(only.getKey());
            case Iterable<?> array -> ARRAYS.contains(only.getKey());
            case Map<?, ?> map -> only.getKey().equals("M");
            default -> false;
        };
    }
}
