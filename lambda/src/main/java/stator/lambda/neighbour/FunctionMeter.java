package stator.lambda.neighbour;

import stator.database.table.Namespace;

/** Counts what functions do, for whoever watches. Thread-safe; it must not block. */
@FunctionalInterface
public interface FunctionMeter {
    /** Counts nothing. */
    FunctionMeter NONE = (namespace, function, resource, metric, value) -> {};

    /**
     * Adds a value of now.
     *
     * @param function its name
     * @param resource the name with the alias or version that was invoked, if one was
     * @param metric in CloudWatch's words: {@code Invocations}, {@code Duration}
     * @param value a number of times, or milliseconds
     */
    void add(Namespace namespace, String function, String resource, String metric, double value);
}
