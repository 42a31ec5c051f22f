package stator.identity.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** How a condition compares one value of the request with one of its own. */
enum Comparison {
    STRING_EQUALS("StringEquals"),
    STRING_NOT_EQUALS("StringNotEquals", STRING_EQUALS),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase"),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", STRING_EQUALS_IGNORE_CASE),
    STRING_LIKE("StringLike"),
    STRING_NOT_LIKE("StringNotLike", STRING_LIKE),
    NUMERIC_EQUALS("NumericEquals"),
    NUMERIC_NOT_EQUALS("NumericNotEquals", NUMERIC_EQUALS),
    NUMERIC_LESS_THAN("NumericLessThan"),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals"),
    NUMERIC_GREATER_THAN("NumericGreaterThan"),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals"),
    DATE_EQUALS("DateEquals"),
    DATE_NOT_EQUALS("DateNotEquals", DATE_EQUALS),
    DATE_LESS_THAN("DateLessThan"),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals"),
    DATE_GREATER_THAN("DateGreaterThan"),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals"),
    BOOL("Bool"),
    BINARY_EQUALS("BinaryEquals"),
    IP_ADDRESS("IpAddress"),
    NOT_IP_ADDRESS("NotIpAddress", IP_ADDRESS),
    ARN_EQUALS("ArnEquals"),
    ARN_NOT_EQUALS("ArnNotEquals", ARN_EQUALS),
    ARN_LIKE("ArnLike"),
    ARN_NOT_LIKE("ArnNotLike", ARN_LIKE),
    /** Asks whether the key is there, and compares nothing. */
    NULL("Null");

    /** Longer numbers are no numbers: comparing those of a huge exponent would never end. */
    private static final int NUMBER_LENGTH_MAX = 40;

    private static final int EXPONENT_MAX = 400;

    private final String operator;
    private final Comparison opposite;

    Comparison(String operator) {
        this(operator, null);
    }

    Comparison(String operator, Comparison opposite) {
        this.operator = operator;
        this.opposite = opposite;
    }

    static Optional<Comparison> of(String operator) {
        return Arrays.stream(values())
                .filter(comparison -> comparison.operator.equalsIgnoreCase(operator))
                .findFirst();
    }

    /** Whether it is the opposite of another one, and so true of a key that is not there. */
    boolean isNegated() {
        return opposite != null;
    }

    /** Whether {@code *} and {@code ?} are wildcards. */
    boolean isWild() {
        Comparison positive = opposite == null ? this : opposite;
        return positive == STRING_LIKE || positive == ARN_EQUALS || positive == ARN_LIKE;
    }

    /** Compares; a negated one as the one of which it is the opposite. */
    boolean test(String actual, String expected) {
        Comparison positive = opposite == null ? this : opposite;
        return switch (positive) {
            case STRING_EQUALS -> actual.equals(expected);
            case STRING_EQUALS_IGNORE_CASE, BOOL -> actual.equalsIgnoreCase(expected);
            case STRING_LIKE -> Template.matches(expected, actual, false);
            case ARN_EQUALS, ARN_LIKE -> Template.matchesArn(expected, actual);
            case BINARY_EQUALS -> areSameBytes(actual, expected);
            case IP_ADDRESS -> AddressRange.contains(expected, actual);
            case NUMERIC_EQUALS,
                    NUMERIC_LESS_THAN,
                    NUMERIC_LESS_THAN_EQUALS,
                    NUMERIC_GREATER_THAN,
                    NUMERIC_GREATER_THAN_EQUALS ->
                    positive.holds(number(actual), number(expected));
            case DATE_EQUALS,
                    DATE_LESS_THAN,
                    DATE_LESS_THAN_EQUALS,
                    DATE_GREATER_THAN,
                    DATE_GREATER_THAN_EQUALS ->
                    positive.holds(date(actual), date(expected));
            case STRING_NOT_EQUALS,
                    STRING_NOT_EQUALS_IGNORE_CASE,
                    STRING_NOT_LIKE,
                    NUMERIC_NOT_EQUALS,
                    DATE_NOT_EQUALS,
                    NOT_IP_ADDRESS,
                    ARN_NOT_EQUALS,
                    ARN_NOT_LIKE,
                    NULL ->
                    throw new IllegalStateException("compares nothing: " + positive);
        };
    }

    /** Whether the order of two values is the one that is asked for; never if one is no value. */
    private <T extends Comparable<T>> boolean holds(Optional<T> actual, Optional<T> expected) {
        if (actual.isEmpty() || expected.isEmpty()) {
            return false;
        }
        int order = actual.get().compareTo(expected.get());
        if (operator.endsWith("LessThan")) {
            return order < 0;
        }
        if (operator.endsWith("LessThanEquals")) {
            return order <= 0;
        }
        if (operator.endsWith("GreaterThan")) {
            return order > 0;
        }
        return operator.endsWith("GreaterThanEquals") ? order >= 0 : order == 0;
    }

    private static Optional<BigDecimal> number(String text) {
        if (text.length() > NUMBER_LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text.strip());
            return Math.abs((long) number.scale()) <= EXPONENT_MAX
                    ? Optional.of(number)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A date of ISO 8601, with or without a time, or seconds since 1970. */
    private static Optional<Instant> date(String text) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            return Optional.of(
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean areSameBytes(String actual, String expected) {
        try {
            return Arrays.equals(
                    Base64.getDecoder().decode(actual), Base64.getDecoder().decode(expected));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
