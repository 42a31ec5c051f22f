package stator.cloudwatch.math;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Metric math: numbers, ids of other queries, {@code + - * /}, parentheses, and the functions
 * {@code SUM AVG MIN MAX} of several series or of one, {@code ABS CEIL FLOOR PERIOD FILL METRICS}.
 *
 * <p>Two series are combined where both have a value.
 */
final class Expression {
    private static final int DEPTH_MAX = 50;

    private final String text;
    private final Names names;
    private int position;
    private int depth;

    /** What ids stand for. */
    interface Names {
        Optional<Value> find(String id);

        /** All that are metrics and not computed. */
        List<Value> metrics();
    }

    /**
     * A series, or a number.
     *
     * @param series null for a number
     * @param periodSeconds 0 for a number
     */
    record Value(TreeMap<Instant, Double> series, double number, int periodSeconds) {
        static Value of(double number) {
            return new Value(null, number, 0);
        }

        Value map(DoubleUnaryOperator change) {
            if (series == null) {
                return of(change.applyAsDouble(number));
            }
            TreeMap<Instant, Double> changed = new TreeMap<>();
            series.forEach((time, value) -> put(changed, time, change.applyAsDouble(value)));
            return new Value(changed, 0, periodSeconds);
        }

        Value with(Value other, DoubleBinaryOperator operator) {
            if (other.series == null) {
                return map(value -> operator.applyAsDouble(value, other.number));
            }
            if (series == null) {
                return other.map(value -> operator.applyAsDouble(number, value));
            }
            TreeMap<Instant, Double> both = new TreeMap<>();
            series.forEach((time, value) -> {
                Double second = other.series.get(time);
                if (second != null) {
                    put(both, time, operator.applyAsDouble(value, second));
                }
            });
            return new Value(both, 0, Math.max(periodSeconds, other.periodSeconds));
        }

        /** What is divided by zero is no value. */
        private static void put(TreeMap<Instant, Double> series, Instant time, double value) {
            if (Double.isFinite(value)) {
                series.put(time, value);
            }
        }
    }

    private Expression(String text, Names names) {
        this.text = text;
        this.names = names;
    }

    /**
     * @throws IllegalArgumentException if it cannot be computed; the message is for the caller
     */
    static Value evaluate(String text, Names names) {
        Expression expression = new Expression(text, names);
        Value value = expression.sum();
        expression.skipSpace();
        if (expression.position < text.length()) {
            throw expression.unexpected();
        }
        return value;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                position < text.length()
                        ? "Unexpected '" + text.charAt(position) + "' at " + position
                        : "Unexpected end of the expression");
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private boolean take(char wanted) {
        skipSpace();
        boolean found = position < text.length() && text.charAt(position) == wanted;
        position += found ? 1 : 0;
        return found;
    }

    private void require(char wanted) {
        if (!take(wanted)) {
            throw unexpected();
        }
    }

    private Value sum() {
        if (++depth > DEPTH_MAX) {
            throw new IllegalArgumentException("The expression is nested too deeply");
        }
        Value value = product();
        while (true) {
            if (take('+')) {
                value = value.with(product(), (one, other) -> one + other);
            } else if (take('-')) {
                value = value.with(product(), (one, other) -> one - other);
            } else {
                depth--;
                return value;
            }
        }
    }

    private Value product() {
        Value value = factor();
        while (true) {
            if (take('*')) {
                value = value.with(factor(), (one, other) -> one * other);
            } else if (take('/')) {
                value = value.with(factor(), (one, other) -> one / other);
            } else {
                return value;
            }
        }
    }

    private Value factor() {
        boolean negative = false;
        while (take('-')) {
            negative = !negative;
        }
        Value value = primary();
        return negative ? value.map(number -> -number) : value;
    }

    private Value primary() {
        if (take('(')) {
            Value value = sum();
            require(')');
            return value;
        }
        skipSpace();
        int start = position;
        while (position < text.length() && isWord(text.charAt(position))) {
            position++;
        }
        String word = text.substring(start, position);
        if (word.isEmpty()) {
            throw unexpected();
        }
        if (Character.isDigit(word.charAt(0)) || word.charAt(0) == '.') {
            return number(word);
        }
        if (take('(')) {
            return function(word);
        }
        return names.find(word)
                .orElseThrow(() -> new IllegalArgumentException("Unknown id '" + word + "'"));
    }

    private static boolean isWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '.';
    }

    private static Value number(String word) {
        try {
            return Value.of(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("No number: " + word);
        }
    }

    /** The arguments of a function: one, some with commas, or a list. */
    private List<Value> arguments() {
        List<Value> arguments = new ArrayList<>();
        if (take(')')) {
            return arguments;
        }
        do {
            if (take('[')) {
                do {
                    arguments.add(sum());
                } while (take(','));
                require(']');
            } else if (isMetrics()) {
                arguments.addAll(names.metrics());
            } else {
                arguments.add(sum());
            }
        } while (take(','));
        require(')');
        return arguments;
    }

    private boolean isMetrics() {
        skipSpace();
        boolean found = text.startsWith("METRICS()", position);
        position += found ? "METRICS()".length() : 0;
        return found;
    }

    private Value function(String name) {
        List<Value> arguments = arguments();
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("The function " + name + " has no arguments");
        }
        Value first = arguments.getFirst();
        return switch (name) {
            case "SUM" -> folded(arguments, Double::sum);
            case "MIN" -> folded(arguments, Math::min);
            case "MAX" -> folded(arguments, Math::max);
            case "AVG" -> {
                double count = size(arguments);
                yield folded(arguments, Double::sum).map(sum -> sum / count);
            }
            case "ABS" -> first.map(Math::abs);
            case "CEIL" -> first.map(Math::ceil);
            case "FLOOR" -> first.map(Math::floor);
            case "PERIOD" -> Value.of(first.periodSeconds());
            case "FILL" -> filled(arguments);
            default -> throw new IllegalArgumentException("Unknown function " + name);
        };
    }

    private static double size(List<Value> arguments) {
        boolean one = arguments.size() == 1 && arguments.getFirst().series() != null;
        return one ? arguments.getFirst().series().size() : arguments.size();
    }

    /** Of several series a series, of one a number. */
    private static Value folded(List<Value> arguments, DoubleBinaryOperator operator) {
        Value first = arguments.getFirst();
        if (arguments.size() == 1 && first.series() != null) {
            return Value.of(
                    first.series().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .reduce(operator)
                            .orElse(0));
        }
        Value all = first;
        for (Value next : arguments.subList(1, arguments.size())) {
            all = all.with(next, operator);
        }
        return all;
    }

    /** Periods between the first and the last that have no value get one. */
    private static Value filled(List<Value> arguments) {
        Value value = arguments.getFirst();
        if (arguments.size() != 2 || value.series() == null || arguments.get(1).series() != null) {
            throw new IllegalArgumentException("FILL takes a time series and a number");
        }
        if (value.series().isEmpty()) {
            return value;
        }
        TreeMap<Instant, Double> filled = new TreeMap<>(value.series());
        int period = Math.max(60, value.periodSeconds());
        Instant last = value.series().lastKey();
        for (Instant time = value.series().firstKey();
                time.isBefore(last);
                time = time.plusSeconds(period)) {
            filled.putIfAbsent(time, arguments.get(1).number());
        }
        return new Value(filled, 0, value.periodSeconds());
    }
}
