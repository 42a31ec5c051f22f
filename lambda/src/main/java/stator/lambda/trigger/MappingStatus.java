package stator.lambda.trigger;

/** How a mapping is doing, in AWS's words. Thread-safe. */
final class MappingStatus {
    private volatile String lastResult = "No records processed";

    void succeeded() {
        lastResult = "OK";
    }

    void failed(String problem) {
        lastResult = "PROBLEM: " + problem;
    }

    String lastResult() {
        return lastResult;
    }
}
