package stator.logs;

import java.math.BigInteger;
import stator.logs.store.LogStream;
import stator.logs.store.Position;

/**
 * The numbers of 56 digits by which AWS names events and places in streams. Ours are made of time,
 * stream and sequence, so they have the order of events and no two are equal.
 */
final class EventIds {
    private static final int DIGITS = 56;
    private static final int LONG_BITS = 64;
    private static final BigInteger LONG_MASK =
            BigInteger.ONE.shiftLeft(LONG_BITS).subtract(BigInteger.ONE);

    private EventIds() {}

    /** The id of an event. */
    static String of(LogStream stream, Position position) {
        return digits(
                unsigned(position.timestampMillis())
                        .shiftLeft(LONG_BITS)
                        .or(unsigned(stream.id()))
                        .shiftLeft(LONG_BITS)
                        .or(unsigned(position.sequence())));
    }

    /** A token that nobody needs any more, and that some programs wait for. */
    static String sequenceToken(LogStream stream) {
        return "49"
                + digits(
                                unsigned(stream.id())
                                        .shiftLeft(LONG_BITS)
                                        .or(unsigned(stream.nextSequence())))
                        .substring(2);
    }

    /** A place in a stream. */
    static String of(Position position) {
        return digits(
                unsigned(position.timestampMillis())
                        .shiftLeft(LONG_BITS)
                        .or(unsigned(position.sequence())));
    }

    /** The place that a number says. */
    static Position position(String digits) {
        if (digits.length() != DIGITS || !digits.chars().allMatch(Character::isDigit)) {
            throw LogsErrors.badToken();
        }
        BigInteger number = new BigInteger(digits);
        BigInteger time = number.shiftRight(LONG_BITS);
        long sequence = number.and(LONG_MASK).longValue();
        if (time.bitLength() >= LONG_BITS || sequence < 0) {
            throw LogsErrors.badToken();
        }
        return new Position(time.longValue(), sequence);
    }

    private static BigInteger unsigned(long number) {
        return BigInteger.valueOf(number).and(LONG_MASK);
    }

    private static String digits(BigInteger number) {
        String digits = number.toString();
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
