package stator.lambda.neighbour;

/** Where what functions print is kept. Thread-safe; it must not block for long. */
@FunctionalInterface
public interface FunctionLog {
    /** Keeps nothing. */
    FunctionLog NONE = (account, region, group, stream, millis, message) -> {};

    /**
     * Adds a message to a stream, both of which are made if they are not there.
     *
     * @param group such as {@code /aws/lambda/NAME}
     * @param stream of one process
     * @param millis when it was printed, since 1970
     * @param message one line, or what a runtime says in one piece; without the end of line
     */
    void append(
            String account,
            String region,
            String group,
            String stream,
            long millis,
            String message);
}
