package stator.autoscaling.scaling;

import java.util.Optional;

/** The capacity that is scaled, as somebody else has it. Thread-safe. */
public interface ScaledCapacity {
    /**
     * How much there is of a dimension, and how much of it was used.
     *
     * @param provisioned units a second
     * @param consumed units since some time in the past; 0 again after a restart
     */
    record Level(long provisioned, double consumed) {}

    /** How it is now; empty if there is no such resource. */
    Optional<Level> level(Dimension dimension);

    /** How a change ended. */
    sealed interface Outcome {
        /** It is so now. */
        record Done() implements Outcome {}

        /** It cannot be changed just now, but perhaps in a minute. */
        record Busy() implements Outcome {}

        /** It was refused, and why. */
        record Failed(String message) implements Outcome {}
    }

    /** Changes how much there is. */
    Outcome change(Dimension dimension, long provisioned);
}
