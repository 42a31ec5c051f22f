package stator.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words and phrases: all that stand plain have to be there, none of those with a minus; if there
 * are only words with a question mark, one of them. A question mark beside other words means
 * nothing.
 */
final class TermsPattern implements FilterPattern {
    private final List<String> required = new ArrayList<>();
    private final List<String> excluded = new ArrayList<>();
    private final List<String> alternatives = new ArrayList<>();
    private Regex regex;

    private TermsPattern() {}

    static TermsPattern parse(String text) {
        TermsPattern pattern = new TermsPattern();
        PatternReader in = new PatternReader(text);
        if (in.peek() == '%') {
            pattern.regex = in.regex().orElseThrow();
            if (!in.isAtEnd()) {
                throw InvalidPatternException.plain();
            }
            return pattern;
        }
        while (!in.isAtEnd()) {
            if (in.take("?")) {
                pattern.alternatives.add(term(in));
            } else if (in.take("-")) {
                pattern.excluded.add(term(in));
            } else {
                pattern.required.add(term(in));
            }
        }
        return pattern;
    }

    private static String term(PatternReader in) {
        Optional<String> phrase = in.quoted();
        if (phrase.isPresent()) {
            return phrase.get();
        }
        String word = in.until("");
        boolean plain =
                word.chars()
                        .allMatch(character ->
                                Character.isLetterOrDigit(character) || character == '_');
        if (word.isEmpty() || !plain) {
            throw new InvalidPatternException("Invalid character(s) in term '" + word + "'");
        }
        return word;
    }

    @Override
    public Optional<Map<String, String>> match(String message) {
        return isWanted(message) ? Optional.of(Map.of()) : Optional.empty();
    }

    private boolean isWanted(String message) {
        if (regex != null) {
            return regex.find(message);
        }
        boolean anyOf = required.isEmpty() && excluded.isEmpty() && !alternatives.isEmpty();
        return anyOf
                ? alternatives.stream().anyMatch(message::contains)
                : required.stream().allMatch(message::contains)
                        && excluded.stream().noneMatch(message::contains);
    }

    @Override
    public int cost() {
        return regex == null ? 1 : regex.states() + 1;
    }
}
