package stator.operation;

/**
 * How the last attempts went to answer an operation on an event loop. Where most of them have to be
 * made again on another thread, only a few are made, to see whether that has changed. Thread-safe;
 * what threads note at the same time may be lost, and nothing depends on it.
 */
final class Attempts {
    /** An attempt in vain counts as so many that went well: it costs about as much. */
    private static final int FAILURE_WEIGHT = 2;

    private static final int FAILURES_MAX = 64;

    /** One of so many is made all the same. */
    private static final int TRIAL_EVERY = 32;

    private int failures;
    private int passedOver;

    /** Whether to make the next one. */
    boolean areWorthwhile() {
        if (failures < FAILURES_MAX / 2) {
            return true;
        }
        passedOver++;
        return passedOver % TRIAL_EVERY == 0;
    }

    /** One has to be made again. */
    void failed() {
        failures = Math.min(failures + FAILURE_WEIGHT, FAILURES_MAX);
    }

    /** One went well. */
    void succeeded() {
        int known = failures;
        if (known > 0) {
            failures = known - 1;
        }
    }
}
