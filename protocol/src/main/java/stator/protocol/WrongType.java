package stator.protocol;

import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.protocol.shape.Shape;
import stator.protocol.shape.StructShape;
import tools.jackson.core.JsonToken;

/**
 * What AWS answers when a request's JSON is not of the right type, which is a
 * SerializationException in words that come from the types of its Java service.
 */
final class WrongType {
    private static final String MODEL = "com.amazonaws.dynamodb.v20120810.";

    /** Where a structure or value stands, which decides the words for it. */
    enum Place {
        /** It is the value of a structure's member. */
        MEMBER,
        /** It is an element of a list or a value of a map. */
        ELEMENT
    }

    private WrongType() {}

    /** The JSON is not well-formed, or not an object. */
    static ApiException malformed() {
        return of("");
    }

    static ApiException of(String message) {
        return ApiException.of(ErrorCode.SERIALIZATION, message);
    }

    /** A scalar of the Java type {@code type} (String, Boolean, Integer, …) was expected. */
    static ApiException forScalar(JsonToken token, String type) {
        return switch (token) {
            case START_ARRAY -> of("Unrecognized collection type class java.lang." + type);
            case START_OBJECT -> startOfStructure();
            case VALUE_TRUE -> of("TRUE_VALUE cannot be converted to " + type);
            case VALUE_FALSE -> of("FALSE_VALUE cannot be converted to " + type);
            case VALUE_NUMBER_INT -> of("NUMBER_VALUE cannot be converted to " + type);
            case VALUE_NUMBER_FLOAT -> of("DECIMAL_VALUE cannot be converted to " + type);
            default -> of("STRING_VALUE cannot be converted to " + type);
        };
    }

    /** A point in time was expected. */
    static ApiException forTimestamp(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> of("Unrecognized collection type class java.util.Date");
            case START_OBJECT -> startOfStructure();
            case VALUE_TRUE, VALUE_FALSE ->
                    of("class java.lang.Boolean can not be converted to milliseconds since epoch");
            default ->
                    of("class java.lang.String can not be converted to milliseconds since epoch");
        };
    }

    /** Bytes were expected. */
    static ApiException forBytes(JsonToken token) {
        return switch (token) {
            case START_ARRAY -> of("Unrecognized collection type class java.nio.ByteBuffer");
            case START_OBJECT -> startOfStructure();
            default -> of("only base-64-encoded strings are convertible to bytes");
        };
    }

    /** A list was expected. */
    static ApiException forList(JsonToken token, Place place) {
        return token == JsonToken.START_OBJECT ? startOfStructure() : forGeneric(place);
    }

    /** A map of {@code valueType}, see {@link #javaType}, was expected. */
    static ApiException forMap(JsonToken token, String valueType, Place place) {
        return token == JsonToken.START_ARRAY
                ? of(
                        "Unrecognized collection type java.util.Map<java.lang.String, "
                                + valueType
                                + ">")
                : forGeneric(place);
    }

    private static ApiException forGeneric(Place place) {
        return switch (place) {
            case MEMBER -> of("Unexpected field type");
            case ELEMENT ->
                    of(
                            "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be"
                                    + " cast to class java.lang.Class"
                                    + " (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and"
                                    + " java.lang.Class are in module java.base of loader 'bootstrap')");
        };
    }

    /** A structure of the model was expected. */
    static ApiException forStructure(JsonToken token, String name, Place place) {
        if (token == JsonToken.START_ARRAY) {
            return of("Unrecognized collection type class " + MODEL + name);
        }
        return switch (place) {
            case MEMBER -> of("Unexpected field type");
            case ELEMENT -> of("Unexpected value type in payload");
        };
    }

    /** The Java type of AWS's service for values of a shape. */
    static String javaType(Shape shape) {
        return switch (shape) {
            case StructShape structure -> MODEL + structure.name();
            case Shape.Value value -> MODEL + "AttributeValue";
            case Shape.Sequence list -> "java.util.List<" + javaType(list.member()) + ">";
            case Shape.Dictionary map ->
                    "java.util.Map<java.lang.String, " + javaType(map.value()) + ">";
            case Shape.Attributes attributes ->
                    "java.util.Map<java.lang.String, " + MODEL + "AttributeValue>";
            case Shape.Text text -> "java.lang.String";
            case Shape.Choice choice -> "java.lang.String";
            case Shape.Int32 integer -> "java.lang.Integer";
            case Shape.Int64 integer -> "java.lang.Long";
            case Shape.Decimal decimal -> "java.lang.Double";
            case Shape.Bool bool -> "java.lang.Boolean";
            case Shape.Timestamp timestamp -> "java.util.Date";
        };
    }

    private static ApiException startOfStructure() {
        return of("Start of structure or map found where not expected");
    }
}
