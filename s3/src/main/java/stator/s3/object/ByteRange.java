package stator.s3.object;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.s3.request.S3Exception;

/**
 * A part of an object.
 *
 * @param from the first byte
 * @param length at least 1
 */
record ByteRange(long from, long length) {
    private static final Pattern HEADER = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final int DIGITS_MAX = 18;

    /**
     * The one that a header asks for. Several at once, and what is no range at all, mean the whole
     * object, as on AWS.
     *
     * @throws S3Exception InvalidRange if there are no such bytes
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher matcher = HEADER.matcher(header.replace(" ", ""));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty() && last.isEmpty()) {
            return Optional.empty();
        }
        if (first.isEmpty()) {
            long count = Math.min(number(last), size);
            if (count == 0) {
                throw unsatisfiable(header, size);
            }
            return Optional.of(new ByteRange(size - count, count));
        }
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        if (to < from) {
            return Optional.empty();
        }
        if (from >= size) {
            throw unsatisfiable(header, size);
        }
        return Optional.of(new ByteRange(from, Math.min(to, size - 1) - from + 1));
    }

    private static long number(String digits) {
        return digits.length() > DIGITS_MAX ? Long.MAX_VALUE / 2 : Long.parseLong(digits);
    }

    private static S3Exception unsatisfiable(String header, long size) {
        return new S3Exception(416, "InvalidRange", "The requested range is not satisfiable")
                .with("RangeRequested", header)
                .with("ActualObjectSize", Long.toString(size))
                .withHeader("Content-Range", "bytes */" + size);
    }

    /** The header that tells which part of an object was sent. */
    String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
