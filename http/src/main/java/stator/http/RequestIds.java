package stator.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Request ids as AWS writes them: 52 digits of base 32, the first half different in every answer,
 * the second half the same in all answers of DynamoDB.
 */
final class RequestIds {
    static final int LENGTH = 52;

    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUV".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUFFIX =
            "VV4KQNSO5AEMVJF66Q9ASUAAJG".getBytes(StandardCharsets.US_ASCII);
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final AtomicLong sequence;
    private final long salt;

    RequestIds(RandomGenerator random) {
        sequence = new AtomicLong(random.nextLong());
        salt = random.nextLong();
    }

    /** The next id, in ASCII. */
    byte[] next() {
        long number = sequence.getAndAdd(GOLDEN_GAMMA);
        byte[] id = new byte[LENGTH];
        // 13 digits of 5 bits need 65 bits: the last digit repeats the first bits of its number.
        writeDigits(mix(number), id, 0);
        writeDigits(mix(number ^ salt), id, 13);
        System.arraycopy(SUFFIX, 0, id, 26, SUFFIX.length);
        return id;
    }

    private static void writeDigits(long bits, byte[] target, int offset) {
        for (int i = 0; i < 13; i++) {
            target[offset + i] = DIGITS[(int) (Long.rotateRight(bits, 5 * i) & 31)];
        }
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): distinct numbers stay distinct. */
    private static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
