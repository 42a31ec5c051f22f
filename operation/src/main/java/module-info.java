/** The operations of the DynamoDB API. Knows no HTTP, no sockets, no files. */
@SuppressWarnings({"requires-automatic", "module"})
module stator.operation {
    requires transitive stator.bucket;
    requires transitive stator.database;
    requires transitive stator.door;
    requires transitive stator.protocol;
    requires stator.expression;
    requires aircompressor;
    requires com.amazon.ion;
    requires tools.jackson.core;

    exports stator.operation;
    exports stator.operation.archive;
    exports stator.operation.fault;
    exports stator.operation.format;
    exports stator.operation.job;
    exports stator.operation.kinesis;
    exports stator.operation.settings;
    exports stator.operation.usage;
    exports stator.operation.shape to
            stator.tool;
    exports stator.operation.stream to
            stator.server;
}
