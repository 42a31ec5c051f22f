package stator.s3.checksum;

/**
 * The check of two texts from their checks. A check is the remainder of a polynomial over the field
 * of two elements; to put zeros behind a text multiplies its remainder by a power of {@code x}, and
 * powers are had by squaring (the idea of zlib's {@code crc32_combine}, by polynomials in the place
 * of matrices). Polynomials have the lowest power in the highest bit.
 */
final class CrcCombination {
    private CrcCombination() {}

    /**
     * @param width how many bits a check has
     * @param secondLength how many bytes the second text has
     */
    static long combined(long polynomial, int width, long first, long second, long secondLength) {
        long power = power(polynomial, width, secondLength);
        return product(polynomial, width, power, first) ^ second;
    }

    /** {@code x} to the power of so many bytes. */
    private static long power(long polynomial, int width, long bytes) {
        long result = 1L << width - 1;
        long square = 1L << width - 9; // x to the power of 8
        for (long left = bytes; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                result = product(polynomial, width, square, result);
            }
            square = product(polynomial, width, square, square);
        }
        return result;
    }

    private static long product(long polynomial, int width, long a, long b) {
        long product = 0;
        long shifted = b;
        for (long bit = 1L << width - 1; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : shifted >>> 1 ^ polynomial;
        }
        return product;
    }
}
