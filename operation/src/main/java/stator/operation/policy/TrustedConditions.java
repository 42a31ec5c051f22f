package stator.operation.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The conditions that keep a statement about everybody from being public: those that ask by a fixed
 * value who calls, or for whom. The keys are those of AWS's block of public access; "the values
 * must not contain wildcards or variables".
 */
final class TrustedConditions {
    private static final Set<String> KEYS =
            Set.of(
                    "aws:principalaccount",
                    "aws:principalarn",
                    "aws:principalorgid",
                    "aws:principalorgpaths",
                    "aws:principalservicename",
                    "aws:principalservicenameslist",
                    "aws:principalisawsservice",
                    "aws:sourceaccount",
                    "aws:sourcearn",
                    "aws:sourceorgid",
                    "aws:sourceorgpaths",
                    "aws:sourcevpc",
                    "aws:sourcevpce",
                    "aws:ec2instancesourcevpc",
                    "aws:userid");

    /** Those that a key that is not there does not meet, and that ask for equality. */
    private static final Set<String> OPERATORS =
            Set.of(
                    "stringequals",
                    "stringequalsignorecase",
                    "stringlike",
                    "arnequals",
                    "arnlike",
                    "bool",
                    "foranyvalue:stringequals",
                    "foranyvalue:stringequalsignorecase",
                    "foranyvalue:stringlike");

    private TrustedConditions() {}

    /** Their keys, in the member Condition of a statement; none if there is no such member. */
    static List<String> of(Object condition) {
        List<String> trusted = new ArrayList<>();
        if (!(condition instanceof Map<?, ?> operators)) {
            return trusted;
        }
        operators.forEach((operator, keys) -> {
            boolean asks = OPERATORS.contains(small(operator));
            if (asks && keys instanceof Map<?, ?> compared) {
                compared.forEach((key, values) -> {
                    if (KEYS.contains(small(key)) && areFixed(small(operator), values)) {
                        trusted.add((String) key);
                    }
                });
            }
        });
        return trusted;
    }

    private static String small(Object text) {
        return String.valueOf(text).toLowerCase(Locale.ROOT);
    }

    private static boolean areFixed(String operator, Object values) {
        List<?> all = PolicyDocument.listed(values);
        return !all.isEmpty()
                && all.stream()
                        .map(TrustedConditions::small)
                        .allMatch(value ->
                                operator.equals("bool")
                                        ? value.equals("true")
                                        : value.chars().noneMatch(c -> "*?$".indexOf(c) >= 0));
    }
}
