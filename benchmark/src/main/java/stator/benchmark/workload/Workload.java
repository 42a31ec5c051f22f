package stator.benchmark.workload;

/**
 * One kind of load: the requests of one API operation against the {@link Dataset}, and how a right
 * answer looks.
 *
 * <p>Requests are numbered. A number gives always the same request, so that the answer can be
 * checked against the number alone.
 */
public interface Workload {
    /** The name on the command line and in the report, in lower case with hyphens. */
    String name();

    /** The API operation, as in {@code X-Amz-Target}. */
    String operation();

    /** The table that the requests are about. */
    default BenchmarkTable table() {
        return BenchmarkTable.PLAIN;
    }

    String body(int number);

    /**
     * What is wrong with the body of a 200 to request {@code number}, or an empty string if it is
     * right. Answers may differ in the order of members, but carry no blanks between tokens in any
     * server known.
     */
    String problem(int number, String answer);

    /** An answer as a server would give it to request {@code number}: what the bare echo sends. */
    String answer(int number);

    /** How many items one request reads or writes. */
    int items();
}
