package stator.lambda.runtime;

/**
 * How an invocation ended.
 *
 * @param nanos how long it took, without the start of its process
 * @param logTail the last 4 KB of its log
 */
public record Ended(Outcome outcome, long nanos, byte[] logTail) {}
