/** The operations of the DynamoDB API. Knows no HTTP, no sockets, no files. */
module stator.operation {
    requires transitive stator.database;
    requires stator.expression;
    requires tools.jackson.core;

    exports stator.operation;
    exports stator.operation.archive;
}
