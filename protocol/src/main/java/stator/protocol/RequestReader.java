package stator.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.model.MemoryLease;
import stator.protocol.WrongType.Place;
import stator.protocol.shape.Shape;
import stator.protocol.shape.ShapeCatalog;
import stator.protocol.shape.StructShape;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON of requests by the shapes of AWS's model.
 *
 * <p>One pass over the bytes makes the {@link Struct}: members that the shape does not have are
 * skipped, the last of equal members wins, null is as good as absent. Then the model's constraints
 * are checked. Thread-safe.
 */
public final class RequestReader {
    /** As deep as any request may go that is answered with more than a SerializationException. */
    static final int JSON_DEPTH_MAX = 500_000;

    /**
     * Longest body whose names go to the table of names that all requests share. The table keeps a
     * few thousand names, and strangers choose them.
     */
    private static final int SHARED_NAMES_BODY_BYTES_MAX = 1 << 14;

    private static final String ITEM = "Item";
    private static final String ITEM_OPERATION = "PutItem";
    private static final StructShape ITEM_LINE =
            new StructShape(
                    "ItemLine",
                    List.of(
                            new StructShape.Member(
                                    ITEM, new Shape.Attributes("AttributeMap", true), true)),
                    List.of());

    private final ShapeCatalog shapes;
    private final JsonFactory shared = json();

    private static JsonFactory json() {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(JSON_DEPTH_MAX)
                                .maxStringLength(Integer.MAX_VALUE)
                                .maxNameLength(Integer.MAX_VALUE)
                                .build())
                // Names made to collide must not fail a request.
                .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .build();
    }

    /** A reader of the requests of a catalog. */
    public RequestReader(ShapeCatalog shapes) {
        this.shapes = shapes;
    }

    /**
     * Reads a request that was accepted once and has been kept since.
     *
     * @throws ApiException a SerializationException if it is none
     */
    public Struct readAccepted(String operation, byte[] body) {
        return read(RequestRules.ofModel(operation), body);
    }

    /**
     * Reads a request.
     *
     * @throws ApiException a SerializationException or ValidationException in AWS's words
     */
    public Struct read(RequestRules rules, byte[] body) {
        return read(rules, body, MemoryLease.unlimited());
    }

    /**
     * Reads a request, which pays for what it takes.
     *
     * @throws ApiException a SerializationException or ValidationException in AWS's words, or a
     *     ThrottlingException if there is no memory left
     */
    public Struct read(RequestRules rules, byte[] body, MemoryLease memory) {
        StructShape shape = shapes.input(rules.name());
        requireUnicode(body);
        JsonFactory json = body.length <= SHARED_NAMES_BODY_BYTES_MAX ? shared : json();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            Reading reading = new Reading(rules, parser, body.length, memory);
            Struct request = reading.request(shape);
            new ConstraintCheck(rules, reading.layer).check(request);
            return request;
        } catch (JacksonException e) {
            throw WrongType.malformed();
        }
    }

    /**
     * Reads {@code {"Item": {…}}}, as files of items have it; other members are skipped.
     *
     * @throws ApiException a SerializationException if it is not that, {@linkplain #noItem also} if
     *     there is no item
     * @throws InvalidValueException if one of the values is not one of the API
     */
    public Item readItem(byte[] json) {
        requireUnicode(json);
        try (JsonParser parser = shared.createParser(ObjectReadContext.empty(), json)) {
            Reading reading = new Reading(parser, json.length);
            return reading.request(ITEM_LINE).item(ITEM);
        } catch (JacksonException e) {
            throw WrongType.malformed();
        } catch (IllegalStateException e) {
            throw noItem();
        }
    }

    /**
     * Reads an item, and on which condition it is put: {@code {"Item": {…}, "ConditionExpression":
     * "…", "ExpressionAttributeNames": {…}, "ExpressionAttributeValues": {…}}}, of which the item
     * alone has to be there.
     *
     * @return with the members of PutItem
     * @throws ApiException a SerializationException if it is not that
     */
    public Struct readPut(byte[] json) {
        requireUnicode(json);
        try (JsonParser parser = shared.createParser(ObjectReadContext.empty(), json)) {
            Reading reading = new Reading(parser, json.length);
            return reading.request(shapes.input(ITEM_OPERATION));
        } catch (JacksonException e) {
            throw WrongType.malformed();
        }
    }

    /**
     * A record of a file has no item. As in AWS's imports it is as bad as one that is no JSON
     * (measured): the rest of the file is not looked at.
     */
    public static ApiException noItem() {
        return ApiException.of(ErrorCode.SERIALIZATION, "There is no member Item");
    }

    /**
     * Makes sure that a body is JSON, whatever it says.
     *
     * @throws ApiException a SerializationException if it is not
     */
    public void requireJson(byte[] body) {
        requireUnicode(body);
        JsonFactory json = body.length <= SHARED_NAMES_BODY_BYTES_MAX ? shared : json();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            parser.nextToken();
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw WrongType.malformed();
            }
        } catch (JacksonException e) {
            throw WrongType.malformed();
        }
    }

    /** AWS's words for it are not on record; what is no text is no JSON. */
    private static void requireUnicode(byte[] json) {
        if (!UnicodeCheck.isUnicode(json)) {
            throw WrongType.malformed();
        }
    }

    /** The reading of one request. */
    static final class Reading {
        /** What objects take, those included that operations make of them (a set, a path). */
        private static final int STRUCT_BYTES = 64;

        private static final int ELEMENT_BYTES = 300;
        private static final int ENTRY_BYTES = 300;

        /** Room for the documents of most requests; it grows. */
        private static final int DOCUMENT_BYTES = 1 << 16;

        private final JsonParser parser;
        private final DocumentReader documents;
        private final int operandLevelsMax;
        private final MemoryLease memory;
        private ValidationLayer layer;

        /** The reading of what stands in a file as in a put. */
        private Reading(JsonParser parser, int bodyBytes) {
            this(
                    DocumentReader.NESTING_LEVELS_MAX,
                    parser,
                    ValidationLayer.CURRENT,
                    bodyBytes,
                    MemoryLease.unlimited());
        }

        private Reading(RequestRules rules, JsonParser parser, int bodyBytes, MemoryLease memory) {
            this(rules.operandLevelsMax(), parser, rules.layer(), bodyBytes, memory);
        }

        private Reading(
                int operandLevelsMax,
                JsonParser parser,
                ValidationLayer layer,
                int bodyBytes,
                MemoryLease memory) {
            this.parser = parser;
            this.memory = memory;
            this.operandLevelsMax = operandLevelsMax;
            this.layer = layer;
            documents = new DocumentReader(parser, Math.min(bodyBytes, DOCUMENT_BYTES), memory);
        }

        /** The layer that checks the request and words its problems. */
        ValidationLayer layer() {
            return layer;
        }

        private Struct request(StructShape shape) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw WrongType.malformed();
            }
            Struct request = struct(shape);
            if (parser.nextToken() != null) {
                throw WrongType.malformed();
            }
            if (documents.deepest() > ValidationLayer.DEPTH_MAX + 1 || !request.hasRequired()) {
                layer = ValidationLayer.OLDER;
            }
            return request;
        }

        private Struct struct(StructShape shape) {
            memory.reserve(STRUCT_BYTES + 8L * shape.size());
            Object[] values = new Object[shape.size()];
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                int index = shape.indexOf(name);
                JsonToken token = parser.nextToken();
                if (index < 0) {
                    parser.skipChildren();
                } else if (token == JsonToken.VALUE_NULL) {
                    values[index] = null;
                } else {
                    values[index] = value(shape.member(index).shape(), Place.MEMBER);
                }
            }
            return new Struct(shape, values, this);
        }

        /** The value at the current token, which is not null. */
        private Object value(Shape shape, Place place) {
            return switch (shape) {
                case StructShape structure -> {
                    require(JsonToken.START_OBJECT, structure, place);
                    yield struct(structure);
                }
                case Shape.Attributes attributes -> {
                    requireMap(attributes, place);
                    yield documents.item(
                            attributes.ofNames(),
                            attributes.ofNames()
                                    ? DocumentReader.NESTING_LEVELS_MAX
                                    : operandLevelsMax);
                }
                case Shape.Value single -> documents.value(place);
                case Shape.Sequence list -> list(list, place);
                case Shape.Dictionary map -> map(map, place);
                case Shape.Text text -> Scalars.text(parser);
                case Shape.Choice choice -> Scalars.text(parser);
                case Shape.Int32 integer -> Scalars.int32(parser);
                case Shape.Int64 integer -> Scalars.int64(parser);
                case Shape.Decimal decimal -> Scalars.decimal(parser);
                case Shape.Bool bool -> Scalars.bool(parser);
                case Shape.Timestamp timestamp -> Scalars.instant(parser);
            };
        }

        private void require(JsonToken token, StructShape structure, Place place) {
            if (parser.currentToken() != token) {
                throw WrongType.forStructure(parser.currentToken(), structure.name(), place);
            }
        }

        private void requireMap(Shape map, Place place) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw WrongType.forMap(parser.currentToken(), valueType(map), place);
            }
        }

        private static String valueType(Shape map) {
            return map instanceof Shape.Dictionary dictionary
                    ? WrongType.javaType(dictionary.value())
                    : WrongType.javaType(new Shape.Value("AttributeValue"));
        }

        /** The elements; a null among them stays, for the constraint check to find. */
        private List<Object> list(Shape.Sequence shape, Place place) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw WrongType.forList(parser.currentToken(), place);
            }
            List<Object> elements = new ArrayList<>();
            for (JsonToken token = parser.nextToken();
                    token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                boolean isNull =
                        token == JsonToken.VALUE_NULL && !(shape.member() instanceof Shape.Value);
                memory.reserve(ELEMENT_BYTES);
                elements.add(isNull ? null : value(shape.member(), Place.ELEMENT));
            }
            return elements;
        }

        private Map<String, Object> map(Shape.Dictionary shape, Place place) {
            requireMap(shape, place);
            Map<String, Object> values = new LinkedHashMap<>();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (parser.nextToken() == JsonToken.VALUE_NULL) {
                    values.remove(name);
                } else {
                    memory.reserve(ENTRY_BYTES);
                    values.put(name, value(shape.value(), Place.ELEMENT));
                }
            }
            return values;
        }
    }
}
