package stator.model;

import java.util.Arrays;

/**
 * Finds a sequence of bytes within another, in time that is linear in both, whatever they are.
 *
 * <p>Looking at every place one after the other is fastest for usual texts, and takes length times
 * length for texts such as {@code aaa…ab} in {@code aaa…a}, which a client can send. So the search
 * begins that way and counts; when it compares more than it moves on, it goes over to the two-way
 * algorithm (Crochemore and Perrin, "Two-way string-matching", Journal of the ACM 38, 1991), which
 * needs no memory and at most some two comparisons a byte.
 */
final class ByteSearch {
    /** Bytes that may be compared in vain before the number of places passed counts. */
    private static final long VAIN_BYTES = 1024;

    /** Bytes that may be compared in vain for each place passed. */
    private static final long VAIN_BYTES_PER_PLACE = 8;

    private ByteSearch() {}

    /** Whether {@code part} is somewhere within {@code whole}, each a range of an array. */
    static boolean contains(
            byte[] whole, int wholeFrom, int wholeEnd, byte[] part, int partFrom, int partEnd) {
        int length = partEnd - partFrom;
        if (length == 0) {
            return true;
        }
        byte first = part[partFrom];
        long vain = 0;
        for (int at = wholeFrom; at + length <= wholeEnd; at++) {
            if (whole[at] != first) {
                continue;
            }
            int mismatch = Arrays.mismatch(whole, at, at + length, part, partFrom, partEnd);
            if (mismatch < 0) {
                return true;
            }
            vain += mismatch;
            if (vain > VAIN_BYTES + VAIN_BYTES_PER_PLACE * (at - wholeFrom)) {
                return TwoWay.of(part, partFrom, length).isIn(whole, at, wholeEnd);
            }
        }
        return false;
    }

    /**
     * A sequence cut where the algorithm begins to compare.
     *
     * @param cut how long the left half is
     * @param period of the right half
     */
    private record TwoWay(byte[] part, int from, int length, int cut, int period) {
        static TwoWay of(byte[] part, int from, int length) {
            TwoWay ascending = maximalSuffix(part, from, length, 1);
            TwoWay descending = maximalSuffix(part, from, length, -1);
            return ascending.cut > descending.cut ? ascending : descending;
        }

        /** Cut before the suffix that is the last in the order of bytes, or in its opposite. */
        private static TwoWay maximalSuffix(byte[] part, int from, int length, int order) {
            int suffix = -1;
            int candidate = 0;
            int compared = 1;
            int period = 1;
            while (candidate + compared < length) {
                int difference =
                        order
                                * Byte.compareUnsigned(
                                        part[from + candidate + compared],
                                        part[from + suffix + compared]);
                if (difference < 0) {
                    candidate += compared;
                    compared = 1;
                    period = candidate - suffix;
                } else if (difference > 0) {
                    suffix = candidate++;
                    compared = 1;
                    period = 1;
                } else if (compared < period) {
                    compared++;
                } else {
                    candidate += period;
                    compared = 1;
                }
            }
            return new TwoWay(part, from, length, suffix + 1, period);
        }

        boolean isIn(byte[] whole, int wholeFrom, int wholeEnd) {
            return isPeriodic()
                    ? isInPeriodic(whole, wholeFrom, wholeEnd)
                    : isInAperiodic(whole, wholeFrom, wholeEnd);
        }

        /** Whether the period of the right half is one of the whole sequence. */
        private boolean isPeriodic() {
            return cut + period <= length
                    && Arrays.equals(
                            part, from, from + cut, part, from + period, from + period + cut);
        }

        /** What matched before a shift by the period still matches: it is not compared again. */
        private boolean isInPeriodic(byte[] whole, int wholeFrom, int wholeEnd) {
            int known = 0;
            for (int at = wholeFrom; at + length <= wholeEnd; ) {
                int right = matchRight(whole, at, Math.max(cut, known));
                if (right < length) {
                    at += right - cut + 1;
                    known = 0;
                } else if (matchesLeft(whole, at, known)) {
                    return true;
                } else {
                    at += period;
                    known = length - period;
                }
            }
            return false;
        }

        private boolean isInAperiodic(byte[] whole, int wholeFrom, int wholeEnd) {
            int shift = Math.max(cut, length - cut) + 1;
            for (int at = wholeFrom; at + length <= wholeEnd; ) {
                int right = matchRight(whole, at, cut);
                if (right < length) {
                    at += right - cut + 1;
                } else if (matchesLeft(whole, at, 0)) {
                    return true;
                } else {
                    at += shift;
                }
            }
            return false;
        }

        /** The first place from {@code begin} on where the sequence differs, or its length. */
        private int matchRight(byte[] whole, int at, int begin) {
            int place = begin;
            while (place < length && part[from + place] == whole[at + place]) {
                place++;
            }
            return place;
        }

        /** Whether the left half matches, of which the first {@code known} bytes do. */
        private boolean matchesLeft(byte[] whole, int at, int known) {
            int place = cut - 1;
            while (place >= known && part[from + place] == whole[at + place]) {
                place--;
            }
            return place < known;
        }
    }
}
