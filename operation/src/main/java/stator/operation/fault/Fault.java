package stator.operation.fault;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that is to go wrong, so that a program's retries can be tested.
 *
 * @param table the name of the tables whose calls are struck; {@code *} stands for any letters, and
 *     alone also for calls of no table
 * @param operation the name of the operations that are struck, in the same way
 * @param probability how many of the calls are struck: above 0, at most 1
 * @param latencyMillis how long a struck call waits first
 * @param error the name of the error that it is answered with, if it is
 * @param message instead of AWS's
 * @param applied whether the call is executed all the same, so that only the answer is lost
 * @param count how many calls are struck, then it is over
 */
record Fault(
        String table,
        String operation,
        double probability,
        long latencyMillis,
        Optional<FaultError> error,
        Optional<String> message,
        boolean applied,
        long count) {
    static final String ANY = "*";
    static final long ENDLESS = Long.MAX_VALUE;
    static final long LATENCY_MILLIS_MAX = 60_000;

    Fault {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("Probability must be above 0 and at most 1.");
        }
        if (latencyMillis < 0 || latencyMillis > LATENCY_MILLIS_MAX) {
            throw new IllegalArgumentException(
                    "LatencyMillis must be from 0 to " + LATENCY_MILLIS_MAX + ".");
        }
        if (count < 1) {
            throw new IllegalArgumentException("Count must be positive.");
        }
        if (error.isEmpty() && latencyMillis == 0) {
            throw new IllegalArgumentException("A fault needs an Error or LatencyMillis.");
        }
        if (error.isEmpty() && (applied || message.isPresent())) {
            throw new IllegalArgumentException("Applied and Message need an Error.");
        }
        if (applied && error.get().code().httpStatus() < 500) {
            throw new IllegalArgumentException(
                    "Applied needs an error that may be answered to what was applied:"
                            + " InternalServerError or ServiceUnavailableException.");
        }
    }

    /** What a pattern with stars means. */
    static Pattern compiled(String pattern) {
        return Pattern.compile(
                Stream.of(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
    }
}
