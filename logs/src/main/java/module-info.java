/** Amazon CloudWatch Logs: groups and streams of log events in a store. Knows no other service. */
module stator.logs {
    requires transitive stator.rpc;
    requires transitive stator.storage;

    exports stator.logs;
    exports stator.logs.store;
}
