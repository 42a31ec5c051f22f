package stator.identity.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One key of a statement's conditions: {@code "StringEquals": {"aws:username": ["a", "b"]}}.
 *
 * @param key in small letters
 */
record Condition(
        Comparison comparison,
        Quantifier quantifier,
        boolean ifExists,
        String key,
        List<Template> expected) {
    /** How a key with several values is looked at. */
    enum Quantifier {
        NONE,
        FOR_ALL_VALUES,
        FOR_ANY_VALUE
    }

    Condition {
        expected = List.copyOf(expected);
    }

    /** Reads the name of an operator, its quantifier and {@code IfExists} included. */
    static Condition of(String operator, String key, List<String> values, boolean variables) {
        Quantifier quantifier = Quantifier.NONE;
        String name = operator;
        if (name.startsWith("ForAllValues:")) {
            quantifier = Quantifier.FOR_ALL_VALUES;
            name = name.substring("ForAllValues:".length());
        } else if (name.startsWith("ForAnyValue:")) {
            quantifier = Quantifier.FOR_ANY_VALUE;
            name = name.substring("ForAnyValue:".length());
        }
        boolean ifExists = name.endsWith("IfExists");
        name = ifExists ? name.substring(0, name.length() - "IfExists".length()) : name;
        Comparison comparison =
                Comparison.of(name)
                        .filter(found -> !(ifExists && found == Comparison.NULL))
                        .orElseThrow(() ->
                                new MalformedPolicyException(
                                        "Invalid Condition type : " + operator + "."));
        List<Template> expected =
                values.stream()
                        .map(value -> Template.of(value, comparison.isWild(), variables))
                        .toList();
        return new Condition(
                comparison, quantifier, ifExists, key.toLowerCase(Locale.ROOT), expected);
    }

    /** Whether the request meets it. */
    boolean test(RequestValues request) {
        List<String> actual = request.of(key);
        if (comparison == Comparison.NULL) {
            return expected.stream()
                    .anyMatch(wanted -> isTrue(wanted, request) == actual.isEmpty());
        }
        if (actual.isEmpty()) {
            return ifExists
                    || switch (quantifier) {
                        case NONE -> comparison.isNegated();
                        case FOR_ALL_VALUES -> true;
                        case FOR_ANY_VALUE -> false;
                    };
        }
        return switch (quantifier) {
            // A negated operator asks that no value is equal.
            case NONE ->
                    comparison.isNegated()
                            ? actual.stream().noneMatch(value -> isEqual(value, request))
                            : actual.stream().anyMatch(value -> isEqual(value, request));
            case FOR_ALL_VALUES ->
                    actual.stream()
                            .allMatch(value -> isEqual(value, request) != comparison.isNegated());
            case FOR_ANY_VALUE ->
                    actual.stream()
                            .anyMatch(value -> isEqual(value, request) != comparison.isNegated());
        };
    }

    private static boolean isTrue(Template wanted, RequestValues request) {
        return wanted.resolve(request).map(text -> text.equalsIgnoreCase("true")).orElse(false);
    }

    /**
     * Whether one of the expected values is it, whether or not the operator is a negated one. What
     * has a variable without a value makes a condition that does not hold: "if AWS cannot resolve a
     * variable this might cause the entire statement to be invalid" (IAM User Guide, variables and
     * tags). So it is equal to everything where the operator is a negated one.
     */
    private boolean isEqual(String value, RequestValues request) {
        for (Template template : expected) {
            Optional<String> resolved = template.resolve(request);
            boolean isEqual =
                    resolved.isPresent()
                            ? comparison.test(value, resolved.get())
                            : comparison.isNegated();
            if (isEqual) {
                return true;
            }
        }
        return false;
    }
}
