package stator.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words for a number that {@link stator.model.DecimalNumber} did not take. */
final class NumberProblem {
    private static final String NOT_NUMERIC =
            "The parameter cannot be converted to a numeric value";
    private static final String OVERFLOW =
            "Number overflow. Attempting to store a number with magnitude larger than supported range";
    private static final String UNDERFLOW =
            "Number underflow. Attempting to store a number with magnitude smaller than supported range";

    private static final Pattern SCIENTIFIC =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)[eE]([+-]?[0-9]+)");

    private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /** Exponents up to this one are the model's business. */
    private static final int EXPONENT_PLAIN_MAX = 99_999;

    private static final int DIGITS_CHECKED_MAX = 2048;

    private NumberProblem() {}

    /** The problem with {@code text}, for which the model found {@code message}. */
    static ValueProblem of(String text, String message) {
        if (text.isEmpty()) {
            return new ValueProblem(ValueError.NUMBER, NOT_NUMERIC + ": ", NOT_NUMERIC, "");
        }
        Matcher matcher = SCIENTIFIC.matcher(text);
        if (text.length() <= DIGITS_CHECKED_MAX && matcher.matches()) {
            BigInteger exponent = new BigInteger(matcher.group(1));
            if (exponent.abs().compareTo(BigInteger.valueOf(EXPONENT_PLAIN_MAX)) > 0) {
                return ofExponent(text, exponent);
            }
        }
        return ValueProblem.of(ValueError.NUMBER, message);
    }

    /**
     * A number with a huge exponent: the current layer checks it by its sign, if it fits a long;
     * the older one reads it as Java's BigDecimal does, whose scale wraps around or which takes it
     * for no number (captures of the dynamodb-conformance suite, October 2026).
     */
    private static ValueProblem ofExponent(String text, BigInteger exponent) {
        String current = exponent.signum() > 0 ? OVERFLOW : UNDERFLOW;
        String older = current;
        if (exponent.abs().compareTo(LONG_MAX) > 0) {
            current = NOT_NUMERIC + ": " + text;
        }
        if (exponent.abs().compareTo(INT_MAX) > 0) {
            older = NOT_NUMERIC + ": " + text;
        } else if (magnitude(text, exponent) > Integer.MAX_VALUE) {
            older = UNDERFLOW;
        }
        return new ValueProblem(ValueError.NUMBER, current, older, "");
    }

    /** Where the first digit stands, as the older layer counts it before it wraps around. */
    private static long magnitude(String text, BigInteger exponent) {
        String mantissa = text.substring(0, text.toLowerCase(Locale.ROOT).indexOf('e'));
        BigDecimal digits = new BigDecimal(mantissa);
        return (long) digits.precision() - digits.scale() + exponent.intValueExact();
    }
}
