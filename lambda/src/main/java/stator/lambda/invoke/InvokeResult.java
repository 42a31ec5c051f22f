package stator.lambda.invoke;

/**
 * How an invocation ended.
 *
 * @param payload what the function answered, or JSON that tells of the error
 * @param functionError empty if it answered
 * @param executedVersion such as {@code $LATEST}
 * @param logTail the last 4 KB of its log
 */
public record InvokeResult(
        byte[] payload, String functionError, String executedVersion, byte[] logTail) {
    public boolean isError() {
        return !functionError.isEmpty();
    }
}
