package stator.identity.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text of a policy that others are compared with: characters, wildcards and variables.
 *
 * <p>Wildcards are those of the policy's author only. What a variable stands for comes from the
 * caller, so its stars are stars: a user called {@code *} must not match everybody. Therefore a
 * template becomes characters in which the wildcards are two code points that no text contains.
 *
 * <p>Comparing takes at most the product of the lengths, whatever the wildcards are; there is no
 * backtracking over more than the last star.
 */
final class Template {
    /** Stand for {@code *} and {@code ?}; noncharacters of Unicode. */
    static final char MANY = '\uFDD0';

    static final char ONE = '\uFDD1';

    private sealed interface Part {
        record Text(String text) implements Part {}

        /** A value of the request. */
        record Variable(String key, Optional<String> other) implements Part {}
    }

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @param wild whether {@code *} and {@code ?} are wildcards
     * @param variables whether there are variables: in policies of version 2012-10-17
     */
    static Template of(String text, boolean wild, boolean variables) {
        List<Part> parts = new ArrayList<>();
        int position = 0;
        while (variables) {
            int start = text.indexOf("${", position);
            int end = start < 0 ? -1 : text.indexOf('}', start);
            if (end < 0) {
                break;
            }
            parts.add(new Part.Text(marked(text.substring(position, start), wild)));
            parts.add(variable(text.substring(start + 2, end)));
            position = end + 1;
        }
        parts.add(new Part.Text(marked(text.substring(position), wild)));
        return new Template(parts);
    }

    private static String marked(String text, boolean wild) {
        String clean = text.replace(MANY, '\uFFFD').replace(ONE, '\uFFFD');
        return wild ? clean.replace('*', MANY).replace('?', ONE) : clean;
    }

    private static Part variable(String text) {
        if (text.equals("*") || text.equals("?") || text.equals("$")) {
            return new Part.Text(text);
        }
        int comma = text.indexOf(',');
        String other = comma < 0 ? "" : text.substring(comma + 1).strip();
        boolean quoted = other.length() >= 2 && other.startsWith("'") && other.endsWith("'");
        return new Part.Variable(
                (comma < 0 ? text : text.substring(0, comma)).strip().toLowerCase(Locale.ROOT),
                quoted ? Optional.of(other.substring(1, other.length() - 1)) : Optional.empty());
    }

    /** Whether a request's values have a part in it. */
    boolean hasVariables() {
        return parts.stream().anyMatch(Part.Variable.class::isInstance);
    }

    /**
     * The template with the values of a request; empty if one of them is missing, or is not one:
     * then it matches nothing.
     */
    Optional<String> resolve(RequestValues values) {
        if (parts.size() == 1 && parts.getFirst() instanceof Part.Text text) {
            return Optional.of(text.text);
        }
        StringBuilder resolved = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text text -> resolved.append(text.text);
                case Part.Variable variable -> {
                    List<String> found = values.of(variable.key);
                    Optional<String> value =
                            found.size() == 1 ? Optional.of(found.getFirst()) : variable.other;
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    resolved.append(marked(value.get(), false));
                }
            }
        }
        return Optional.of(resolved.toString());
    }

    /** Whether a text fits a resolved template. */
    static boolean matches(String pattern, String text, boolean ignoreCase) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == MANY) {
                star = p++;
                resume = t;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == ONE
                            || areEqual(pattern.charAt(p), text.charAt(t), ignoreCase))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == MANY) {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean areEqual(char one, char other, boolean ignoreCase) {
        return one == other
                || ignoreCase && Character.toLowerCase(one) == Character.toLowerCase(other);
    }

    /** Whether an ARN fits a resolved template: each of the six parts for itself. */
    static boolean matchesArn(String pattern, String arn) {
        if (pattern.length() == 1 && pattern.charAt(0) == MANY) {
            return true;
        }
        String[] expected = pattern.split(":", 6);
        String[] actual = arn.split(":", 6);
        if (expected.length != 6 || actual.length != 6) {
            return false;
        }
        // The last part decides most often.
        for (int i = 5; i >= 0; i--) {
            if (!matches(expected[i], actual[i], false)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return Arrays.toString(parts.toArray());
    }
}
