package stator.model;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An exact decimal of the API: zero, or of magnitude 1E-130 to
 * 9.9999999999999999999999999999999999999E+125 with up to 38 significant digits.
 *
 * <p>Its canonical text is what the service answers: plain notation without exponent, without
 * leading or trailing zeros ({@code "0"}, {@code "-12.5"}). Equal numbers have equal canonical
 * text.
 */
public final class DecimalNumber implements Comparable<DecimalNumber> {
    /** Most significant digits. */
    public static final int DIGITS_MAX = 38;

    /** Exponent of the largest magnitude's first digit. */
    public static final int EXPONENT_MAX = 125;

    /** Exponent of the smallest magnitude's first digit. */
    public static final int EXPONENT_MIN = -130;

    /** Longest integer text that surely fits a long. */
    private static final int LONG_DIGITS = 18;

    private final BigDecimal value;

    private DecimalNumber(BigDecimal value) {
        this.value = value;
    }

    /** The number of a long. */
    public static DecimalNumber of(long value) {
        return new DecimalNumber(BigDecimal.valueOf(value));
    }

    /** The number of a text that {@link #text()} gave. */
    public static DecimalNumber ofCanonical(String text) {
        return new DecimalNumber(new BigDecimal(text));
    }

    /**
     * The canonical form of a number as a request gives it.
     *
     * @throws ApiException a ValidationException in AWS's words if the text is no number, too
     *     large, too small or too precise
     */
    public static String canonical(String text) {
        if (isCanonicalInteger(text)) {
            return text;
        }
        return parse(text).text();
    }

    /**
     * Reads a number as a request gives it.
     *
     * @throws ApiException a ValidationException in AWS's words if the text is no number, too
     *     large, too small or too precise
     */
    public static DecimalNumber parse(String text) {
        return new DecimalNumber(DecimalReader.read(text));
    }

    /** This plus {@code other}. */
    public DecimalNumber plus(DecimalNumber other) {
        return checked(value.add(other.value));
    }

    /** This minus {@code other}. */
    public DecimalNumber minus(DecimalNumber other) {
        return checked(value.subtract(other.value));
    }

    /** The canonical text. */
    public String text() {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** The value. */
    public BigDecimal toBigDecimal() {
        return value;
    }

    /** Compares two canonical texts by value. */
    public static int compareCanonical(String left, String right) {
        byte[] leftBytes = left.getBytes(StandardCharsets.US_ASCII);
        byte[] rightBytes = right.getBytes(StandardCharsets.US_ASCII);
        return compareCanonical(leftBytes, 0, leftBytes.length, rightBytes, 0, rightBytes.length);
    }

    /** Compares two canonical texts, given as ASCII, by value. */
    static int compareCanonical(
            byte[] left, int leftFrom, int leftEnd, byte[] right, int rightFrom, int rightEnd) {
        boolean leftNegative = left[leftFrom] == '-';
        boolean rightNegative = right[rightFrom] == '-';
        if (leftNegative != rightNegative) {
            return leftNegative ? -1 : 1;
        }
        int sign = leftNegative ? 1 : 0;
        int order =
                compareMagnitudes(
                        left, leftFrom + sign, leftEnd, right, rightFrom + sign, rightEnd);
        return leftNegative ? -order : order;
    }

    /**
     * Without leading zeros the number with the longer integer part is the larger one. With integer
     * parts of equal length the points stand at the same place, and then the digits decide in
     * order; as there are no trailing zeros, more digits mean more.
     */
    private static int compareMagnitudes(
            byte[] left, int leftFrom, int leftEnd, byte[] right, int rightFrom, int rightEnd) {
        int leftInteger = integerDigits(left, leftFrom, leftEnd);
        int rightInteger = integerDigits(right, rightFrom, rightEnd);
        if (leftInteger != rightInteger) {
            return Integer.compare(leftInteger, rightInteger);
        }
        return Arrays.compare(left, leftFrom, leftEnd, right, rightFrom, rightEnd);
    }

    private static int integerDigits(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '.') {
            at++;
        }
        return at - from;
    }

    private static boolean isCanonicalInteger(String text) {
        int length = text.length();
        int from = length > 1 && text.charAt(0) == '-' ? 1 : 0;
        if (length - from < 1 || length - from > LONG_DIGITS) {
            return false;
        }
        char first = text.charAt(from);
        if (first == '0') {
            return length == 1;
        }
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * The result of a calculation. AWS says of every result that it cannot store that it is too
     * large, also of one that has too many digits or is too small ({@code 1e50 - 1}, in floci's
     * captures of 2026).
     */
    private static DecimalNumber checked(BigDecimal value) {
        if (value.signum() == 0) {
            return new DecimalNumber(BigDecimal.ZERO);
        }
        BigDecimal stripped = value.stripTrailingZeros();
        long exponent = stripped.precision() - stripped.scale() - 1L;
        if (exponent > EXPONENT_MAX
                || exponent < EXPONENT_MIN
                || stripped.precision() > DIGITS_MAX) {
            throw overflow();
        }
        return new DecimalNumber(stripped);
    }

    /**
     * Checks a number.
     *
     * @param exponent of its first significant digit; of zero the one that is written
     * @param digits how many significant digits it has
     */
    static void requireInRange(long exponent, int digits) {
        if (exponent > EXPONENT_MAX) {
            throw overflow();
        }
        if (exponent < EXPONENT_MIN) {
            throw ApiException.validation(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        if (digits > DIGITS_MAX) {
            throw ApiException.validation(
                    "Attempting to store more than 38 significant digits in a Number");
        }
    }

    private static ApiException overflow() {
        return ApiException.validation(
                "Number overflow. Attempting to store a number with magnitude larger than supported"
                        + " range");
    }

    @Override
    public int compareTo(DecimalNumber other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DecimalNumber number && value.compareTo(number.value) == 0;
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
