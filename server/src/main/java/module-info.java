/** The product: the HTTP server, its configuration, and {@code main}. */
module stator.server {
    requires transitive stator.door;
    requires transitive stator.http;
    requires transitive stator.operation;
    requires transitive stator.storage.rocksdb;
    requires stator.admin;
    requires stator.iam;
    requires stator.identity;
    requires stator.lambda;
    requires stator.autoscaling;
    requires stator.cloudwatch;
    requires stator.logs;
    requires stator.relay;
    requires stator.s3;
    requires stator.tool;
    requires info.picocli;
    requires java.logging;
    requires jdk.unsupported;

    uses stator.storage.StoreProvider;

    exports stator.server;
    exports stator.server.security;

    opens stator.server to
            info.picocli;
    opens stator.server.storage to
            info.picocli;
}
