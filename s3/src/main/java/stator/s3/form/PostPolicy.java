package stator.s3.form;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stator.door.JsonText;
import stator.s3.request.S3Exception;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What whoever made a form allows of whoever sends it ("POST Policy" in the API reference): until
 * when, the values of fields, and the length of the file. The words of errors are those that
 * clients of Amazon S3 have recorded.
 *
 * @param expiration after which nothing is allowed
 */
record PostPolicy(Instant expiration, List<Condition> conditions) {
    /** Fields of which a policy need say nothing. */
    private static final Set<String> FREE =
            Set.of("policy", "x-amz-signature", "signature", "awsaccesskeyid", "file");

    private static final String RANGE = "content-length-range";

    /** How long the file may be, in bytes. */
    record Lengths(long min, long max) {
        static final Lengths ANY = new Lengths(0, Long.MAX_VALUE);

        /** What both allow. */
        Lengths and(Lengths other) {
            return new Lengths(Math.max(min, other.min), Math.min(max, other.max));
        }
    }

    /**
     * What must hold.
     *
     * @param operation {@code eq}, {@code starts-with} or {@code content-length-range}
     * @param first a field as the policy names it, with {@code $}; or the least length
     * @param second the value, its beginning, or the greatest length
     */
    record Condition(String operation, String first, String second) {
        boolean isRange() {
            return operation.equals(RANGE);
        }

        /** The name of the field in small letters; empty if this is none of a field. */
        String field() {
            return first.startsWith("$") ? first.substring(1).toLowerCase(Locale.ROOT) : "";
        }

        /** A field that is not there has no value that anything could hold of. */
        boolean holds(Map<String, String> fields) {
            String actual = fields.get(field());
            if (isRange() || actual == null) {
                return isRange();
            }
            if (operation.equals("eq")) {
                return actual.equals(second);
            }
            boolean isList = field().equals("content-type") && actual.indexOf(',') >= 0;
            return isList
                    ? Stream.of(actual.split(",")).map(String::strip).allMatch(this::begins)
                    : begins(actual);
        }

        private boolean begins(String actual) {
            return actual.startsWith(second);
        }

        Lengths lengths() {
            try {
                return new Lengths(Long.parseLong(first), Long.parseLong(second));
            } catch (NumberFormatException e) {
                throw denied("Policy Condition failed: " + text());
            }
        }

        /** As it stands in a policy. */
        String text() {
            return Stream.of(operation, first, second)
                    .map(JsonText::quoted)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    PostPolicy {
        conditions = List.copyOf(conditions);
    }

    /**
     * The one in a field, which is JSON in Base64.
     *
     * @throws S3Exception InvalidPolicyDocument
     */
    static PostPolicy of(String field) {
        try {
            byte[] json = Base64.getMimeDecoder().decode(field);
            return read(new String(json, StandardCharsets.UTF_8));
        } catch (JacksonException | IllegalArgumentException e) {
            throw invalid("Invalid JSON.");
        }
    }

    private static PostPolicy read(String json) {
        Instant expiration = null;
        List<Condition> conditions = null;
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            requireJson(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "expiration" -> {
                        requireJson(value == JsonToken.VALUE_STRING);
                        expiration = expiration(parser.getString());
                    }
                    case "conditions" -> {
                        if (value != JsonToken.START_ARRAY) {
                            throw invalid("Invalid 'conditions' value: must be a List.");
                        }
                        conditions = conditions(parser);
                    }
                    default -> throw invalid("Unexpected: '" + name.toLowerCase(Locale.ROOT) + "'");
                }
            }
            requireJson(parser.currentToken() == JsonToken.END_OBJECT);
        }
        if (expiration == null) {
            throw invalid("Policy missing expiration.");
        }
        if (conditions == null) {
            throw invalid("Policy missing conditions.");
        }
        return new PostPolicy(expiration, conditions);
    }

    private static Instant expiration(String text) {
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw invalid("Invalid 'expiration' value: '" + text + "'");
    }

    private static List<Condition> conditions(JsonParser parser) {
        List<Condition> conditions = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            conditions.add(
                    switch (parser.currentToken()) {
                        case START_OBJECT -> simple(parser);
                        case START_ARRAY -> listed(parser);
                        case null -> throw invalid("Invalid JSON.");
                        default -> throw invalid("Invalid condition: must be a List or Object.");
                    });
        }
        return conditions;
    }

    /** {@code {"acl": "private"}}. */
    private static Condition simple(JsonParser parser) {
        List<Condition> read = new ArrayList<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            requireJson(value != JsonToken.VALUE_NULL);
            if (value != JsonToken.VALUE_STRING) {
                throw invalid("Invalid Simple-Condition: value must be a string.");
            }
            read.add(new Condition("eq", "$" + name, parser.getString()));
        }
        if (read.size() != 1) {
            throw invalid(
                    "Invalid Simple-Condition: Simple-Conditions must have exactly one property"
                            + " specified.");
        }
        return read.getFirst();
    }

    /** {@code ["eq", "$key", "a"]}, or a range of lengths. */
    private static Condition listed(JsonParser parser) {
        List<String> words = new ArrayList<>();
        boolean hasNumbers = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonToken token = parser.currentToken();
            requireJson(token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT);
            hasNumbers |= token == JsonToken.VALUE_NUMBER_INT;
            words.add(parser.getString());
        }
        if (words.isEmpty()) {
            throw invalid("Invalid Condition: missing operation identifier.");
        }
        String operation = words.getFirst().toLowerCase(Locale.ROOT);
        if (!Set.of("eq", "starts-with", RANGE).contains(operation)) {
            throw invalid("Invalid Condition: unknown operation '" + words.getFirst() + "'.");
        }
        if (words.size() != 3) {
            throw invalid("Invalid " + operation + ": wrong number of arguments.");
        }
        Condition condition = new Condition(operation, words.get(1), words.get(2));
        requireJson(condition.isRange() || !hasNumbers);
        boolean isNegative = words.get(1).startsWith("-") || words.get(2).startsWith("-");
        if (condition.isRange() && isNegative) {
            throw invalid("Invalid " + operation + ": a length must not be negative.");
        }
        return condition;
    }

    private static void requireJson(boolean condition) {
        if (!condition) {
            throw invalid("Invalid JSON.");
        }
    }

    private static S3Exception invalid(String reason) {
        return new S3Exception(400, "InvalidPolicyDocument", "Invalid Policy: " + reason);
    }

    /**
     * Compares a form with it.
     *
     * @param form its fields, and the name of the bucket as one
     * @return how long the file may be
     * @throws S3Exception AccessDenied
     */
    Lengths requireAllowed(Map<String, String> form, Instant now) {
        if (!now.isBefore(expiration)) {
            throw denied("Policy expired.");
        }
        Lengths lengths = Lengths.ANY;
        Set<String> named = new HashSet<>(FREE);
        for (Condition condition : conditions) {
            named.add(condition.field());
            if (!condition.holds(form)) {
                throw denied("Policy Condition failed: " + condition.text());
            }
            lengths = condition.isRange() ? lengths.and(condition.lengths()) : lengths;
        }
        for (String field : form.keySet()) {
            if (!named.contains(field) && !field.startsWith("x-ignore-")) {
                throw denied("Extra input fields: " + field);
            }
        }
        return lengths;
    }

    private static S3Exception denied(String reason) {
        return new S3Exception(403, "AccessDenied", "Invalid according to Policy: " + reason);
    }
}
