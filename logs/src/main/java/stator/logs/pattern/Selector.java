package stator.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which values of a JSON object are meant: {@code $.a.b[0].["a name"][*]}.
 *
 * @param text as it is written
 */
record Selector(String text, List<Step> steps) {
    /** One step down. */
    private sealed interface Step {
        /** Into the member of an object. */
        record Member(String name) implements Step {}

        /** Into an element of a list. */
        record Element(int index) implements Step {}

        /** Into every element of a list. */
        record Elements() implements Step {}
    }

    static Selector read(PatternReader in) {
        in.require("$");
        List<Step> steps = new ArrayList<>();
        StringBuilder text = new StringBuilder("$");
        while (in.peek() == '.' || in.peek() == '[') {
            boolean dot = in.take(".");
            if (in.peek() == '[') {
                in.take("[");
                steps.add(bracket(in, text));
            } else if (dot) {
                String name = in.name();
                if (name.isEmpty()) {
                    throw InvalidPatternException.plain();
                }
                text.append('.').append(name);
                steps.add(new Step.Member(name));
            }
        }
        if (steps.isEmpty()) {
            throw InvalidPatternException.plain();
        }
        return new Selector(text.toString(), List.copyOf(steps));
    }

    private static Step bracket(PatternReader in, StringBuilder text) {
        in.skipSpace();
        Optional<String> name = in.quoted();
        if (name.isPresent()) {
            in.require("]");
            text.append(".[\"").append(name.get()).append("\"]");
            return new Step.Member(name.get());
        }
        String index = in.until("]").strip();
        in.require("]");
        text.append('[').append(index).append(']');
        if (index.equals("*")) {
            return new Step.Elements();
        }
        if (index.isEmpty()
                || index.length() > 9
                || !index.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw InvalidPatternException.plain();
        }
        return new Step.Element(Integer.parseInt(index));
    }

    /** The values in a message; none if there is no such place. */
    List<Object> values(Object message) {
        List<Object> values = List.of(message);
        for (Step step : steps) {
            List<Object> below = new ArrayList<>();
            values.forEach(value -> descend(step, value, below));
            values = below;
        }
        return values;
    }

    private static void descend(Step step, Object value, List<Object> below) {
        switch (step) {
            case Step.Member member -> {
                if (value instanceof Map<?, ?> object && object.containsKey(member.name())) {
                    below.add(object.get(member.name()));
                }
            }
            case Step.Element element -> {
                if (value instanceof List<?> list && element.index() < list.size()) {
                    below.add(list.get(element.index()));
                }
            }
            case Step.Elements all -> {
                if (value instanceof List<?> list) {
                    below.addAll(list);
                }
            }
        }
    }
}
