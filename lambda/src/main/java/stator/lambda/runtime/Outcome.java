package stator.lambda.runtime;

import stator.lambda.document.Document;

/**
 * How an invocation ended.
 *
 * @param payload what the function answered, or JSON that tells of the error; empty if it was
 *     streamed to a receiver
 * @param error {@code Unhandled} if the function failed; else empty
 * @param process whether the process can be used again
 */
public record Outcome(byte[] payload, String error, Process process) {
    public static final String UNHANDLED = "Unhandled";

    /** What became of the process. */
    public enum Process {
        WARM,
        GONE,
        /** Gone, because the time was over. */
        OVERDUE
    }

    static Outcome answered(byte[] payload) {
        return new Outcome(payload, "", Process.WARM);
    }

    /** The function itself told of its error, in JSON. */
    static Outcome failed(byte[] payload) {
        return new Outcome(payload, UNHANDLED, Process.WARM);
    }

    /** The process told that it cannot begin, in JSON. */
    static Outcome unfit(byte[] payload) {
        return new Outcome(payload, UNHANDLED, Process.GONE);
    }

    /** There is no process, because what is to be started cannot be. */
    static Outcome noEntry(String message) {
        return new Outcome(payload("Runtime.InvalidEntrypoint", message), UNHANDLED, Process.GONE);
    }

    /** The process ended. */
    static Outcome exited(String message) {
        return new Outcome(payload("Runtime.ExitError", message), UNHANDLED, Process.GONE);
    }

    /** The time was over. */
    static Outcome overdue(String message) {
        return new Outcome(payload("Sandbox.Timedout", message), UNHANDLED, Process.OVERDUE);
    }

    private static byte[] payload(String errorType, String errorMessage) {
        return Document.of("errorType", errorType).with("errorMessage", errorMessage).bytes();
    }

    /** An answer that is more than may be answered. */
    static Outcome tooLarge(long maxBytes) {
        String message =
                "Response payload size exceeded maximum allowed payload size (%d bytes)."
                        .formatted(maxBytes);
        byte[] payload =
                Document.of("errorMessage", message)
                        .with("errorType", "Function.ResponseSizeTooLarge")
                        .bytes();
        return new Outcome(payload, UNHANDLED, Process.WARM);
    }

    /** Whether the process can be used again. */
    boolean isWarm() {
        return process == Process.WARM;
    }

    public boolean isError() {
        return !error.isEmpty();
    }
}
