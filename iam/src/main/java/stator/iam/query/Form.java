package stator.iam.query;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import stator.door.ServiceException;

/** What a form says: names and values. Of a name that stands twice, the first counts. */
final class Form {
    /**
     * More than any call of a client has: a policy of the greatest length, encoded, and the rest.
     */
    private static final int LENGTH_MAX = 1024 * 1024;

    private static final int FIELDS_MAX = 10_000;

    private final NavigableMap<String, String> values;

    private Form(NavigableMap<String, String> values) {
        this.values = values;
    }

    /**
     * Reads {@code name=value&name=value}, percent-encoded.
     *
     * @throws ServiceException if it is not encoded so, or too large
     */
    static Form parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw tooLarge();
        }
        NavigableMap<String, String> values = new TreeMap<>();
        for (int at = 0; at < text.length(); ) {
            int next = text.indexOf('&', at);
            int end = next < 0 ? text.length() : next;
            put(values, text.substring(at, end));
            if (values.size() > FIELDS_MAX) {
                throw tooLarge();
            }
            at = end + 1;
        }
        return new Form(values);
    }

    private static void put(Map<String, String> values, String field) {
        int equals = field.indexOf('=');
        String name = decoded(equals < 0 ? field : field.substring(0, equals));
        if (!name.isEmpty()) {
            values.putIfAbsent(name, equals < 0 ? "" : decoded(field.substring(equals + 1)));
        }
    }

    private static ServiceException tooLarge() {
        return new ServiceException(
                413,
                "RequestEntityTooLarge",
                "The request is larger than " + LENGTH_MAX + " bytes.");
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = new byte[text.length() * 3];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
                if (low < 0) {
                    throw new ServiceException(
                            404,
                            "MalformedQueryString",
                            "The query string contains a syntax error.");
                }
                bytes[length++] = (byte) (high * 16 + low);
                i += 2;
            } else if (c < 0x80) {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
            } else {
                for (byte part : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    bytes[length++] = part;
                }
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The value of a name. */
    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether a name, or one below it, is there. */
    boolean has(String name) {
        String below = values.ceilingKey(name + ".");
        return values.containsKey(name) || below != null && below.startsWith(name + ".");
    }
}
