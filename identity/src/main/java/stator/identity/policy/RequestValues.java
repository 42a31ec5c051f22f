package stator.identity.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What conditions can ask about a request: {@code aws:username}, {@code dynamodb:LeadingKeys} and
 * so on. A key that is not there and one without values are the same.
 */
@FunctionalInterface
public interface RequestValues {
    /** Nothing is known. */
    RequestValues NONE = key -> List.of();

    /**
     * The values of a key.
     *
     * @param key in small letters
     */
    List<String> of(String key);

    /** Values by their keys, in letters of any size. */
    static RequestValues of(Map<String, List<String>> values) {
        Map<String, List<String>> small = new HashMap<>();
        values.forEach((key, list) -> small.put(key.toLowerCase(Locale.ROOT), List.copyOf(list)));
        return key -> small.getOrDefault(key, List.of());
    }
}
