package stator.operation.settings;

import java.util.function.Supplier;

/**
 * What of the operations' behaviour can be chosen.
 *
 * @param parseCacheEntriesMax how many expressions are kept in parsed form, and as many statements
 * @param endpoint tells the address that DescribeEndpoints answers: where clients reach this server
 * @param enforcement whether tables are held to their capacity
 * @param deliversToKinesis whether changes of tables are delivered to Kinesis streams
 * @param watcher is told what calls do
 */
public record OperationSettings(
        int parseCacheEntriesMax,
        Supplier<String> endpoint,
        CapacityEnforcement enforcement,
        boolean deliversToKinesis,
        CallWatcher watcher) {
    /** What holds unless something else is asked for. */
    public static OperationSettings defaults() {
        return new OperationSettings(
                4096, () -> "localhost:8000", CapacityEnforcement.OFF, false, CallWatcher.NONE);
    }

    /** The same with another address. */
    public OperationSettings withEndpoint(Supplier<String> endpoint) {
        return new OperationSettings(
                parseCacheEntriesMax, endpoint, enforcement, deliversToKinesis, watcher);
    }

    /** The same with tables held to their capacity, or not. */
    public OperationSettings withEnforcement(CapacityEnforcement enforcement) {
        return new OperationSettings(
                parseCacheEntriesMax, endpoint, enforcement, deliversToKinesis, watcher);
    }

    /** The same with changes delivered to Kinesis streams, or not. */
    public OperationSettings withKinesis(boolean deliversToKinesis) {
        return new OperationSettings(
                parseCacheEntriesMax, endpoint, enforcement, deliversToKinesis, watcher);
    }

    /** The same with somebody who is told what calls do. */
    public OperationSettings withWatcher(CallWatcher watcher) {
        return new OperationSettings(
                parseCacheEntriesMax, endpoint, enforcement, deliversToKinesis, watcher);
    }
}
