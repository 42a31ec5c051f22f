package stator.bucket.object;

import java.util.Map;

/**
 * An upload in parts that is under way.
 *
 * @param micros when it was begun, since 1970
 * @param attributes what was said of the object when it was begun
 */
public record Upload(String id, String key, long micros, Map<String, String> attributes) {
    public Upload {
        attributes = Map.copyOf(attributes);
    }
}
