package stator.operation.stream;

import java.math.BigInteger;
import java.util.Locale;
import stator.model.ApiException;

/**
 * The sequence number of a stream record: the version of its change as a text of digits.
 *
 * <p>As with AWS it has at least 21 digits, and of two records of a shard the later one has the
 * greater number. All of ours have 21 digits, so that their order as texts is the same.
 */
final class SequenceNumber {
    private static final BigInteger BASE = BigInteger.TEN.pow(20);

    private SequenceNumber() {}

    static String of(long version) {
        return String.format(Locale.ROOT, "1%020d", version);
    }

    /** The version of a number that a client gives; numbers that no record can have are clamped. */
    static long version(String number) {
        if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw ApiException.validation("Invalid SequenceNumber");
        }
        return new BigInteger(number)
                .subtract(BASE)
                .max(BigInteger.ZERO)
                .min(BigInteger.valueOf(Long.MAX_VALUE - 1))
                .longValue();
    }
}
