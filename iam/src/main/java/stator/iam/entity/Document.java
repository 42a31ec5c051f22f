package stator.iam.entity;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Members by their names, which can be kept as JSON: texts, whole numbers, truth values, lists and
 * documents. It only reads what it wrote itself.
 */
public final class Document {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Object> members;

    private Document(Map<String, Object> members) {
        this.members = members;
    }

    /** A document without members. */
    public Document() {
        this(new LinkedHashMap<>());
    }

    /** The document that some bytes are. */
    public static Document of(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            return (Document) value(parser);
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield new Document(members);
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getString();
            default -> throw new IllegalArgumentException("not of ours: " + parser.currentToken());
        };
    }

    /** The document as bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(generator, this);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator generator, Object value) {
        switch (value) {
            case Document document -> {
                generator.writeStartObject();
                document.members.forEach((name, member) -> {
                    generator.writeName(name);
                    write(generator, member);
                });
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                list.forEach(element -> write(generator, element));
                generator.writeEndArray();
            }
            case Long number -> generator.writeNumber(number);
            case Boolean truth -> generator.writeBoolean(truth);
            default -> generator.writeString((String) value);
        }
    }

    public Document put(String name, String value) {
        members.put(name, value);
        return this;
    }

    public Document put(String name, long value) {
        members.put(name, value);
        return this;
    }

    public Document put(String name, boolean value) {
        members.put(name, value);
        return this;
    }

    public Document put(String name, Instant value) {
        return put(name, value.toEpochMilli());
    }

    public Document put(String name, Optional<Instant> value) {
        value.ifPresent(there -> put(name, there));
        return this;
    }

    public Document put(String name, List<String> values) {
        members.put(name, List.copyOf(values));
        return this;
    }

    public Document putDocuments(String name, List<Document> documents) {
        members.put(name, List.copyOf(documents));
        return this;
    }

    public Document putTags(List<Tag> tags) {
        return putDocuments(
                "Tags",
                tags.stream()
                        .map(tag -> new Document().put("Key", tag.key()).put("Value", tag.value()))
                        .toList());
    }

    public String text(String name) {
        return (String) members.getOrDefault(name, "");
    }

    long number(String name) {
        return (Long) members.getOrDefault(name, 0L);
    }

    boolean isTrue(String name) {
        return (Boolean) members.getOrDefault(name, false);
    }

    public Instant time(String name) {
        return Instant.ofEpochMilli(number(name));
    }

    Optional<Instant> findTime(String name) {
        return members.containsKey(name) ? Optional.of(time(name)) : Optional.empty();
    }

    public List<String> texts(String name) {
        return elements(name).stream().map(String.class::cast).toList();
    }

    List<Document> documents(String name) {
        return elements(name).stream().map(Document.class::cast).toList();
    }

    public List<Tag> tags() {
        return documents("Tags").stream()
                .map(tag -> new Tag(tag.text("Key"), tag.text("Value")))
                .toList();
    }

    private List<?> elements(String name) {
        return (List<?>) members.getOrDefault(name, List.of());
    }
}
