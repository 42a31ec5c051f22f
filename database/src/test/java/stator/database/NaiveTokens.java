package stator.database;

import java.util.HashMap;
import java.util.Map;
import stator.database.commit.IdempotencyTokens;

/**
 * What is known of the tokens of transactions, as a map. It does not say anything about a token
 * that is about to become invalid: the database's clock may be a little ahead of the test's.
 */
final class NaiveTokens {
    private static final long VALID_MILLIS = IdempotencyTokens.VALID.toMillis();
    private static final long UNSURE_MILLIS = 60_000;

    private record Use(int fingerprint, long atMillis) {}

    private final Map<String, Use> uses = new HashMap<>();

    /** What is expected of a transaction with a token. */
    enum Expected {
        DECIDED,
        REPEATED,
        MISMATCHED,
        UNSURE
    }

    Expected expected(String text, int fingerprint, long nowMillis) {
        Use use = uses.get(text);
        if (use == null) {
            return Expected.DECIDED;
        }
        long age = nowMillis - use.atMillis;
        if (Math.abs(age - VALID_MILLIS) < UNSURE_MILLIS) {
            return Expected.UNSURE;
        }
        if (age > VALID_MILLIS) {
            return Expected.DECIDED;
        }
        return use.fingerprint == fingerprint ? Expected.REPEATED : Expected.MISMATCHED;
    }

    void used(String text, int fingerprint, long nowMillis) {
        uses.put(text, new Use(fingerprint, nowMillis));
    }
}
