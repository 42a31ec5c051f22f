package stator.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/** The members of a JSON object, in their order. */
final class Members {
    private Members() {}

    static Map<String, Object> of(String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(name, value);
        return members;
    }

    static Map<String, Object> of(String name, Object value, String second, Object secondValue) {
        Map<String, Object> members = of(name, value);
        members.put(second, secondValue);
        return members;
    }

    static Map<String, Object> of(
            String name,
            Object value,
            String second,
            Object secondValue,
            String third,
            Object thirdValue) {
        Map<String, Object> members = of(name, value, second, secondValue);
        members.put(third, thirdValue);
        return members;
    }
}
