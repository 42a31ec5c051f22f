package stator.logs.pattern;

import java.util.Map;
import java.util.Optional;

/** Which messages are wanted. Immutable. */
public interface FilterPattern {
    /** What a pattern gets out of a message that it matches, by the name in metric filters. */
    Optional<Map<String, String>> match(String message);

    /** Whether a message is wanted. */
    default boolean matches(String message) {
        return match(message).isPresent();
    }

    /** How much longer than a search for a word a match may take; at least 1. */
    default int cost() {
        return 1;
    }

    /**
     * Reads a pattern; the empty one wants everything.
     *
     * @throws InvalidPatternException if it is none
     */
    static FilterPattern parse(String text) {
        String pattern = text.strip();
        if (pattern.startsWith("{")) {
            requireEnd(pattern, '{', '}');
            return JsonPattern.parse(inner(pattern));
        }
        if (pattern.startsWith("[")) {
            requireEnd(pattern, '[', ']');
            return SpacePattern.parse(inner(pattern));
        }
        return TermsPattern.parse(pattern);
    }

    private static String inner(String pattern) {
        return pattern.substring(1, pattern.length() - 1);
    }

    private static void requireEnd(String pattern, char start, char end) {
        if (pattern.length() < 2 || pattern.charAt(pattern.length() - 1) != end) {
            throw new InvalidPatternException(
                    "If a filter pattern starts with '%s' it must end with '%s'"
                            .formatted(start, end));
        }
    }
}
