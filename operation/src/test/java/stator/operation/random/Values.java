package stator.operation.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values of a request's expressions, under names, or in the order of question marks. */
final class Values {
    private final boolean isPartiQl;
    private final List<Object> values = new ArrayList<>();

    Values(boolean isPartiQl) {
        this.isPartiQl = isPartiQl;
    }

    boolean isPartiQl() {
        return isPartiQl;
    }

    /** Takes a value, and says how to write it. */
    String bind(Object value) {
        values.add(value);
        return isPartiQl ? "?" : ":v" + values.size();
    }

    /** Puts the values into a request, if there are any. */
    void into(Map<String, Object> request) {
        if (values.isEmpty()) {
            return;
        }
        if (isPartiQl) {
            request.put("Parameters", List.copyOf(values));
            return;
        }
        Map<String, Object> named = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            named.put(":v" + (i + 1), values.get(i));
        }
        request.put("ExpressionAttributeValues", named);
    }
}
