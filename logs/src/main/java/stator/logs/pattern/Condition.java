package stator.logs.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Conditions with and, or and parentheses.
 *
 * @param <T> what is tested
 */
interface Condition<T> {
    boolean holds(T value);

    /** Reads one, given what reads the simple ones. */
    static <T> Condition<T> read(PatternReader in, Function<PatternReader, Condition<T>> simple) {
        List<Condition<T>> parts = new ArrayList<>();
        do {
            parts.add(all(in, simple));
        } while (in.take("||"));
        return joined(parts, true);
    }

    private static <T> Condition<T> all(
            PatternReader in, Function<PatternReader, Condition<T>> simple) {
        List<Condition<T>> parts = new ArrayList<>();
        do {
            if (in.take("(")) {
                parts.add(read(in, simple));
                in.require(")");
            } else {
                parts.add(simple.apply(in));
            }
        } while (in.take("&&"));
        return joined(parts, false);
    }

    /**
     * Some conditions as one. One alone stays what it is, so that parentheses cost no depth.
     *
     * @param decisive which result of a part is that of all
     */
    private static <T> Condition<T> joined(List<Condition<T>> parts, boolean decisive) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        return value -> {
            for (Condition<T> part : parts) {
                if (part.holds(value) == decisive) {
                    return decisive;
                }
            }
            return !decisive;
        };
    }
}
