package stator.cloudwatch.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads forms whose names are paths: {@code MetricData.member.1.Dimensions.member.2.Name=x}. */
final class FormReader {
    private static final String MEMBER = "member";
    private static final int FIELDS_MAX = 100_000;
    private static final int DEPTH_MAX = 20;

    private FormReader() {}

    static Map<String, Object> read(byte[] body) {
        Map<String, Object> root = new LinkedHashMap<>();
        String[] fields = new String(body, StandardCharsets.UTF_8).strip().split("&");
        if (fields.length > FIELDS_MAX) {
            throw new WireException("A form of too many fields.");
        }
        for (String field : fields) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                put(
                        root,
                        decoded(field.substring(0, equals)),
                        decoded(field.substring(equals + 1)));
            }
        }
        return lists(root);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new WireException("A form that is not encoded as forms are.");
        }
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> root, String path, String value) {
        String[] names = path.split("\\.", DEPTH_MAX);
        Map<String, Object> at = root;
        for (int i = 0; i < names.length - 1; i++) {
            Object below =
                    at.computeIfAbsent(names[i], name -> new LinkedHashMap<String, Object>());
            if (!(below instanceof Map)) {
                throw new WireException(path + " is a text and a structure.");
            }
            at = (Map<String, Object>) below;
        }
        at.put(names[names.length - 1], value);
    }

    /** Structures with the one member {@code member} are lists, in the order of their numbers. */
    private static Map<String, Object> lists(Map<String, Object> structure) {
        Map<String, Object> read = new LinkedHashMap<>();
        structure.forEach((name, value) -> read.put(name, list(value)));
        return read;
    }

    private static Object list(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> structure = new LinkedHashMap<>();
        map.forEach((name, member) -> structure.put((String) name, member));
        boolean isList = structure.size() == 1 && structure.get(MEMBER) instanceof Map<?, ?>;
        if (!isList) {
            return lists(structure);
        }
        Map<Integer, Object> elements = new TreeMap<>();
        ((Map<?, ?>) structure.get(MEMBER))
                .forEach((number, element) -> elements.put(number((String) number), list(element)));
        return new ArrayList<>(List.copyOf(elements.values()));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new WireException("The number of an element is " + text + ".");
        }
    }
}
