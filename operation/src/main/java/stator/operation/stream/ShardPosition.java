package stator.operation.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import stator.model.ApiException;

/**
 * Where in a shard a reader is: what a shard iterator says.
 *
 * <p>The text of an iterator is the stream's ARN, the number 1 and bytes in Base64, with bars
 * between them. It holds everything, so that it can be used after a restart, and a checksum, so
 * that nothing else is taken for one.
 *
 * @param streamArn of which stream
 * @param space the shard's number
 * @param after the version after which to go on
 * @param fromHorizon whether it does not matter how much after that is too old to be shown
 */
record ShardPosition(String streamArn, int space, long after, boolean fromHorizon) {
    /** For how long an iterator can be used. */
    static final Duration VALID = Duration.ofMinutes(15);

    private static final String SEPARATOR = "|";
    private static final String FORM = "|1|";
    private static final int CONTENT_BYTES = Integer.BYTES + 2 * Long.BYTES + 1;
    private static final int CHECK_BYTES = 12;

    /** An iterator, and when it was handed out. */
    record Issued(ShardPosition position, long atMillis) {
        boolean isExpiredAt(long nowMillis) {
            return nowMillis - atMillis > VALID.toMillis();
        }
    }

    /** The iterator for this position. */
    String iterator(long nowMillis) {
        byte[] content =
                ByteBuffer.allocate(CONTENT_BYTES)
                        .putInt(space)
                        .putLong(after)
                        .putLong(nowMillis)
                        .put((byte) (fromHorizon ? 1 : 0))
                        .array();
        byte[] all =
                ByteBuffer.allocate(CONTENT_BYTES + CHECK_BYTES)
                        .put(content)
                        .put(check(streamArn, content))
                        .array();
        return streamArn + FORM + Base64.getEncoder().encodeToString(all);
    }

    /** The stream that an iterator is of, whether it is a good one or not. */
    static Optional<String> streamArn(String iterator) {
        int at = iterator.indexOf(FORM);
        return at < 0 ? Optional.empty() : Optional.of(iterator.substring(0, at));
    }

    /** Reads an iterator. */
    static Issued parse(String iterator) {
        int at = iterator.indexOf(FORM);
        if (at < 0 || iterator.indexOf(SEPARATOR, at + FORM.length()) >= 0) {
            throw invalid();
        }
        String arn = iterator.substring(0, at);
        byte[] all = bytes(iterator.substring(at + FORM.length()));
        if (all.length != CONTENT_BYTES + CHECK_BYTES) {
            throw invalid();
        }
        ByteBuffer in = ByteBuffer.wrap(all);
        byte[] content = new byte[CONTENT_BYTES];
        byte[] check = new byte[CHECK_BYTES];
        in.get(content).get(check);
        if (!MessageDigest.isEqual(check, check(arn, content))) {
            throw invalid();
        }
        in.rewind();
        int space = in.getInt();
        long after = in.getLong();
        long atMillis = in.getLong();
        return new Issued(new ShardPosition(arn, space, after, in.get() == 1), atMillis);
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static byte[] check(String arn, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(arn.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(content), CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static ApiException invalid() {
        return ApiException.validation("Invalid ShardIterator");
    }
}
