package stator.lambda.invoke;

import stator.lambda.function.FunctionReference;
import stator.lambda.neighbour.FunctionMeter;

/**
 * What is counted of functions, in CloudWatch's words. What can happen to an invocation is counted
 * for each, 1 or 0, so that averages are rates.
 */
public final class Meter {
    private static final double NANOS_PER_MILLI = 1e6;

    private final FunctionMeter meter;

    public Meter(FunctionMeter meter) {
        this.meter = meter;
    }

    private void add(FunctionReference function, String metric, double value) {
        String resource =
                function.qualifier().isEmpty()
                        ? function.name()
                        : function.name() + ":" + function.qualifier();
        meter.add(function.namespace(), function.name(), resource, metric, value);
    }

    /**
     * An invocation begins.
     *
     * @param underWay how many there are now, this one included
     */
    void began(FunctionReference function, int underWay) {
        add(function, "ConcurrentExecutions", underWay);
        add(function, "Throttles", 0);
    }

    void throttled(FunctionReference function) {
        add(function, "Throttles", 1);
    }

    void recursive(FunctionReference function) {
        add(function, "RecursiveInvocationsDropped", 1);
    }

    void ended(FunctionReference function, boolean isError, long nanos) {
        add(function, "Invocations", 1);
        add(function, "Errors", isError ? 1 : 0);
        add(function, "Duration", nanos / NANOS_PER_MILLI);
    }

    void eventReceived(FunctionReference function) {
        add(function, "AsyncEventsReceived", 1);
    }

    /** An event is given to the function, so long after it was accepted. */
    void eventTaken(FunctionReference function, long ageMillis) {
        add(function, "AsyncEventAge", ageMillis);
    }

    void eventDropped(FunctionReference function) {
        add(function, "AsyncEventsDropped", 1);
    }

    /** What became of an event, or of a batch, could not be told to whom it was to be. */
    public void undelivered(FunctionReference function, boolean isDeadLetter) {
        add(function, isDeadLetter ? "DeadLetterErrors" : "DestinationDeliveryFailures", 1);
    }

    /** A batch of a stream is given to the function, so long after its last change was made. */
    public void batchTaken(FunctionReference function, long ageMillis) {
        add(function, "IteratorAge", ageMillis);
    }
}
