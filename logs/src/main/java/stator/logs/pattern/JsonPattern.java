package stator.logs.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import stator.protocol.JsonTree;
import stator.protocol.JsonTree.Literal;

/** A condition on messages that are JSON objects: {@code { $.a.b = 1 && $.c IS TRUE }}. */
final class JsonPattern implements FilterPattern {
    private static final String DELIMITERS = ")&|";
    private static final int REGEXES_MAX = 2;

    private final Condition<Object> condition;
    private final List<Selector> selectors;
    private final int cost;

    private JsonPattern(Condition<Object> condition, List<Selector> selectors, int cost) {
        this.condition = condition;
        this.selectors = selectors;
        this.cost = cost;
    }

    static JsonPattern parse(String text) {
        PatternReader in = new PatternReader(text);
        List<Selector> selectors = new ArrayList<>();
        Condition<Object> condition = Condition.read(in, rest -> simple(rest, selectors));
        if (!in.isAtEnd() || in.regexes() > REGEXES_MAX) {
            throw InvalidPatternException.plain();
        }
        return new JsonPattern(condition, selectors, 4 + text.length() / 8 + 60 * in.regexes());
    }

    private static Condition<Object> simple(PatternReader in, List<Selector> selectors) {
        Selector selector = Selector.read(in);
        selectors.add(selector);
        if (in.takeWord("NOT")) {
            if (!in.takeWord("EXISTS")) {
                throw InvalidPatternException.plain();
            }
            return message -> selector.values(message).isEmpty();
        }
        if (in.takeWord("EXISTS")) {
            return message -> !selector.values(message).isEmpty();
        }
        if (in.takeWord("IS")) {
            Literal literal = literal(in);
            return message -> selector.values(message).contains(literal);
        }
        Comparison comparison = Comparison.read(in, DELIMITERS);
        return message ->
                selector.values(message).stream()
                        .anyMatch(value -> text(value).map(comparison::holds).orElse(false));
    }

    private static Literal literal(PatternReader in) {
        for (String name : List.of("NULL", "TRUE", "FALSE")) {
            if (in.takeWord(name)) {
                return new Literal(name.toLowerCase(Locale.ROOT));
            }
        }
        throw InvalidPatternException.plain();
    }

    /** The text of a simple value; objects and lists have none. */
    private static Optional<String> text(Object value) {
        return switch (value) {
            case String text -> Optional.of(text);
            case Literal literal -> Optional.of(literal.text());
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Map<String, String>> match(String message) {
        if (!message.strip().startsWith("{")) {
            return Optional.empty();
        }
        return JsonTree.parse(message).filter(condition::holds).map(this::extracted);
    }

    private Map<String, String> extracted(Object message) {
        Map<String, String> extracted = new LinkedHashMap<>();
        for (Selector selector : selectors) {
            selector.values(message).stream()
                    .findFirst()
                    .flatMap(JsonPattern::text)
                    .ifPresent(value -> extracted.put(selector.text(), value));
        }
        return extracted;
    }

    @Override
    public int cost() {
        return cost;
    }
}
