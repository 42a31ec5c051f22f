package stator.logs.pattern;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Conditions on the fields of a message, which are parted by blanks: {@code [ip, user, ...,
 * status=4*, bytes>1000]}. What stands between quotation marks or brackets is one field. Three dots
 * stand for any number of fields.
 */
final class SpacePattern implements FilterPattern {
    private static final String DELIMITERS = ",)&|";
    private static final String ELLIPSIS = "...";
    private static final int REGEXES_MAX = 2;

    /** More fields than any pattern can name. */
    private static final int FIELDS_MAX = 20_000;

    private final List<Field> before;
    private final List<Field> after;
    private final boolean open;
    private final int cost;

    /** A field and what is asked of it. */
    private record Field(String name, Condition<String> condition) {}

    private SpacePattern(List<Field> before, List<Field> after, boolean open, int cost) {
        this.before = before;
        this.after = after;
        this.open = open;
        this.cost = cost;
    }

    static SpacePattern parse(String text) {
        PatternReader in = new PatternReader(text);
        List<Field> before = new ArrayList<>();
        List<Field> after = new ArrayList<>();
        boolean open = false;
        do {
            if (in.take(ELLIPSIS)) {
                if (open) {
                    throw InvalidPatternException.plain();
                }
                open = true;
            } else {
                (open ? after : before).add(field(in));
            }
        } while (in.take(","));
        if (!in.isAtEnd() || in.regexes() > REGEXES_MAX) {
            throw InvalidPatternException.plain();
        }
        return new SpacePattern(before, after, open, 4 + text.length() / 8 + 60 * in.regexes());
    }

    /** A name, or a condition all of whose parts are about one name; or nothing. */
    private static Field field(PatternReader in) {
        in.skipSpace();
        if (in.peek() == ',' || in.peek() == 0) {
            return new Field("", value -> true);
        }
        Set<String> names = new HashSet<>();
        Condition<String> condition = Condition.read(in, rest -> part(rest, names));
        if (names.size() != 1) {
            throw InvalidPatternException.plain();
        }
        return new Field(names.iterator().next(), condition);
    }

    private static Condition<String> part(PatternReader in, Set<String> names) {
        in.skipSpace();
        String name = in.name();
        if (name.isEmpty()) {
            throw InvalidPatternException.plain();
        }
        names.add(name);
        in.skipSpace();
        char next = in.peek();
        if (next == ',' || next == 0 || next == ')' || next == '&' || next == '|') {
            return value -> true;
        }
        return Comparison.read(in, DELIMITERS)::holds;
    }

    @Override
    public Optional<Map<String, String>> match(String message) {
        List<String> values = fields(message);
        int named = before.size() + after.size();
        if (open ? values.size() < named : values.size() != named) {
            return Optional.empty();
        }
        Map<String, String> extracted = new LinkedHashMap<>();
        int rest = values.size() - after.size();
        boolean holds =
                hold(before, values.subList(0, before.size()), 1, extracted)
                        && hold(after, values.subList(rest, values.size()), rest + 1, extracted);
        return holds ? Optional.of(extracted) : Optional.empty();
    }

    private static boolean hold(
            List<Field> fields, List<String> values, int number, Map<String, String> extracted) {
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (!field.condition.holds(values.get(i))) {
                return false;
            }
            String name = field.name.isEmpty() ? Integer.toString(number + i) : field.name;
            extracted.put("$" + name, values.get(i));
        }
        return true;
    }

    private static List<String> fields(String message) {
        List<String> fields = new ArrayList<>();
        int position = 0;
        while (position < message.length() && fields.size() < FIELDS_MAX) {
            char first = message.charAt(position);
            if (Character.isWhitespace(first)) {
                position++;
                continue;
            }
            boolean enclosed = first == '"' || first == '[';
            int close = enclosed ? message.indexOf(first == '"' ? '"' : ']', position + 1) : -1;
            if (close >= 0) {
                fields.add(message.substring(position + 1, close));
                position = close + 1;
            } else {
                int end = position;
                while (end < message.length() && !Character.isWhitespace(message.charAt(end))) {
                    end++;
                }
                fields.add(message.substring(position, end));
                position = end;
            }
        }
        return fields;
    }

    @Override
    public int cost() {
        return cost;
    }
}
