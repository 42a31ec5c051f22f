package stator.protocol;

import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the current token as a scalar of AWS's model, as leniently as AWS does. */
final class Scalars {
    /** About the year 10,000: what all of AWS's clients can send. */
    private static final double INSTANT_MILLIS_MAX = 253_402_300_800_000.0;

    private Scalars() {}

    static String text(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw WrongType.forScalar(parser.currentToken(), "String");
        }
        return parser.getString();
    }

    /** A boolean, or one of the texts that AWS takes for one. */
    static boolean bool(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING ->
                    switch (parser.getString().toUpperCase(Locale.ROOT)) {
                        case "TRUE", "1", "YES" -> true;
                        case "FALSE", "0", "NO" -> false;
                        default -> throw WrongType.of("Unexpected token received from parser");
                    };
            default -> throw WrongType.forScalar(token, "Boolean");
        };
    }

    /** An integer; a fraction is cut off, and what is out of range becomes the limit. */
    static int int32(JsonParser parser) {
        return Math.clamp(integer(parser, "Integer"), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** An integer; a fraction is cut off, and what is out of range becomes the limit. */
    static long int64(JsonParser parser) {
        return integer(parser, "Long");
    }

    private static long integer(JsonParser parser, String type) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getStringLength() <= 18) {
            return parser.getLongValue();
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return (long) decimal(parser);
        }
        throw WrongType.forScalar(token, type);
    }

    static double decimal(JsonParser parser) {
        if (!parser.currentToken().isNumeric()) {
            throw WrongType.forScalar(parser.currentToken(), "Double");
        }
        return Double.parseDouble(parser.getString());
    }

    /** Seconds since 1970, with or without fraction. */
    static Instant instant(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (!token.isNumeric()) {
            throw WrongType.forTimestamp(token);
        }
        double millis = decimal(parser) * 1000;
        if (!(Math.abs(millis) <= INSTANT_MILLIS_MAX)) {
            throw WrongType.malformed();
        }
        return Instant.ofEpochMilli(Math.round(millis));
    }
}
