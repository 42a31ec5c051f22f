package stator.operation.table;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import stator.model.ApiException;
import stator.protocol.Struct;

/** AWS's rules for the tags of a resource. Lengths count characters, not bytes. */
final class TagRules {
    static final int TAGS_MAX = 50;
    static final int KEY_LENGTH_MAX = 128;
    static final int VALUE_LENGTH_MAX = 256;

    /** Of all keys and values of a resource. */
    static final int BYTES_MAX = 10 * 1024;

    private static final String RESERVED_PREFIX = "aws:";
    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private TagRules() {}

    /** The tags of a request's {@code Tags}; none if it is absent. */
    static Map<String, String> read(Struct request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Struct tag : request.structs("Tags")) {
            String key = tag.string("Key", "null");
            requireKey(key);
            requireValue(tag);
            if (tags.put(key, tag.string("Value")) != null) {
                throw ApiException.validation(
                        "Duplicate Tag Keys provided as input: Duplicate Tag Key found " + key);
            }
        }
        requireRoom(tags);
        return tags;
    }

    /** The keys of a request's {@code TagKeys}. */
    static Set<String> readKeys(Struct request) {
        List<String> keys = request.strings("TagKeys");
        keys.forEach(TagRules::requireKey);
        return new HashSet<>(keys);
    }

    private static void requireKey(String key) {
        if (key.regionMatches(true, 0, RESERVED_PREFIX, 0, RESERVED_PREFIX.length())) {
            throw ApiException.validation("Tag Key cannot be prefixed with aws:, Key: " + key);
        }
        if (key.isEmpty() || !isText(key, KEY_LENGTH_MAX)) {
            throw ApiException.validation("The Tag Key provided is invalid, Key: " + key);
        }
    }

    private static void requireValue(Struct tag) {
        if (!tag.has("Value") || !isText(tag.string("Value"), VALUE_LENGTH_MAX)) {
            throw ApiException.validation(
                    "The Tag Value provided is invalid, Value: " + tag.string("Value", "null"));
        }
    }

    private static boolean isText(String text, int lengthMax) {
        return text.codePointCount(0, text.length()) <= lengthMax
                && CHARACTERS.matcher(text).matches();
    }

    /** Refuses more tags, or larger ones together, than a resource may have. */
    static void requireRoom(Map<String, String> tags) {
        if (tags.size() > TAGS_MAX) {
            throw ApiException.validation(
                    "Number of Tags exceed the current limit for the provided ResourceArn");
        }
        int bytes = 0;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            bytes += bytes(tag.getKey()) + bytes(tag.getValue());
        }
        if (bytes > BYTES_MAX) {
            // The limit is documented; what AWS says of it is not on record.
            throw ApiException.validation(
                    "Size of Tags exceed the current limit for the provided ResourceArn");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
