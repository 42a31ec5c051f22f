package stator.identity.signature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The headers of a request in the order in which they are sent, with names in small letters.
 * Arrays, since a request has a dozen of them and looks at each once or twice. Belongs to one
 * thread.
 */
public final class RequestHeaders {
    private static final int USUAL = 16;

    private String[] lines = new String[2 * USUAL];
    private int end;

    /** Adds a header. */
    public RequestHeaders add(String name, String value) {
        if (end == lines.length) {
            lines = Arrays.copyOf(lines, 2 * end);
        }
        lines[end++] = small(name);
        lines[end++] = value;
        return this;
    }

    private static String small(String name) {
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (character < 'a' && character >= 'A' && character <= 'Z' || character > '~') {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    int count() {
        return end / 2;
    }

    String name(int index) {
        return lines[2 * index];
    }

    String value(int index) {
        return lines[2 * index + 1];
    }

    /** The first value of a header; empty if it is not there. */
    String first(String name) {
        for (int i = 0; i < end; i += 2) {
            if (lines[i].equals(name)) {
                return lines[i + 1];
            }
        }
        return "";
    }

    /** How often a header is there. */
    public int count(String name) {
        int count = 0;
        for (int i = 0; i < end; i += 2) {
            count += lines[i].equals(name) ? 1 : 0;
        }
        return count;
    }

    /** The names in their order, each once. */
    List<String> sortedNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < end; i += 2) {
            if (!names.contains(lines[i])) {
                names.add(lines[i]);
            }
        }
        names.sort(null);
        return names;
    }
}
