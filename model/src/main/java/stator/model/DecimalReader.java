package stator.model;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads the text of a number as a request gives it: an optional sign, ASCII digits with at most one
 * point and at least one digit, and an optional exponent. Nothing may stand around or between them,
 * no space either (verified against the service).
 *
 * <p>The text is not trusted. It may have thousands of zeros or an exponent of a hundred digits,
 * and must then be judged in one pass, without making the number that it spells.
 */
final class DecimalReader {
    /** An exponent beyond this is out of range whatever the digits are; it only must not wrap. */
    private static final long EXPONENT_CAP = 1_000_000_000_000L;

    private final String text;
    private int at;

    /** Where the first and the last digit other than zero stand; -1 if there is none. */
    private int firstSignificant = -1;

    private int lastSignificant = -1;

    /** Where the point stands, or would stand. */
    private int point = -1;

    private DecimalReader(String text) {
        this.text = text;
    }

    /**
     * The number, without trailing zeros.
     *
     * @throws ApiException a ValidationException in AWS's words if the text is no number, too
     *     large, too small or too precise
     */
    static BigDecimal read(String text) {
        return new DecimalReader(text).read();
    }

    private BigDecimal read() {
        boolean negative = sign();
        int digitsFrom = at;
        if (!digits()) {
            throw notNumeric();
        }
        if (point < 0) {
            point = at;
        }
        int digitsEnd = at;
        long exponent = exponent();
        if (at != text.length()) {
            throw notNumeric();
        }
        assert digitsFrom < digitsEnd;
        if (firstSignificant < 0) {
            // AWS holds a zero to the range by the exponent that it is written with.
            DecimalNumber.requireInRange(exponent, 0);
            return BigDecimal.ZERO;
        }
        return significant(negative, exponent);
    }

    private boolean sign() {
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            return text.charAt(at++) == '-';
        }
        return false;
    }

    /** Passes digits and a point; whether there was a digit. */
    private boolean digits() {
        boolean any = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.' && point < 0) {
                point = at;
            } else if (isDigit(c)) {
                any = true;
                significantAt(c);
            } else {
                break;
            }
        }
        return any;
    }

    private void significantAt(char digit) {
        if (digit != '0') {
            lastSignificant = at;
            if (firstSignificant < 0) {
                firstSignificant = at;
            }
        }
    }

    private long exponent() {
        if (at == text.length() || (text.charAt(at) != 'e' && text.charAt(at) != 'E')) {
            return 0;
        }
        at++;
        boolean negative = sign();
        int from = at;
        long value = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            value = Math.min(value * 10 + text.charAt(at) - '0', EXPONENT_CAP);
            at++;
        }
        if (at == from) {
            throw notNumeric();
        }
        return negative ? -value : value;
    }

    private BigDecimal significant(boolean negative, long exponent) {
        boolean pointWithin = firstSignificant < point && point < lastSignificant;
        int digits = lastSignificant - firstSignificant + (pointWithin ? 0 : 1);
        // Places of the first significant digit left of the point (0: directly before it).
        long leading =
                firstSignificant < point ? point - firstSignificant - 1L : point - firstSignificant;
        DecimalNumber.requireInRange(leading + exponent, digits);
        StringBuilder unscaled = new StringBuilder(digits + 1);
        if (negative) {
            unscaled.append('-');
        }
        for (int i = firstSignificant; i <= lastSignificant; i++) {
            if (i != point) {
                unscaled.append(text.charAt(i));
            }
        }
        int scale = (int) (digits - 1 - (leading + exponent));
        return new BigDecimal(new BigInteger(unscaled.toString()), scale);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private ApiException notNumeric() {
        String message = "The parameter cannot be converted to a numeric value";
        return ApiException.validation(text.isEmpty() ? message : message + ": " + text);
    }
}
