/** The product: the HTTP server, its configuration, and {@code main}. */
module stator.server {
    requires transitive stator.door;
    requires transitive stator.http;
    requires transitive stator.operation;
    requires transitive stator.storage.rocksdb;
    requires stator.admin;
    requires stator.identity;
    requires stator.tool;
    requires info.picocli;
    requires java.logging;
    requires jdk.unsupported;

    exports stator.server;

    opens stator.server to
            info.picocli;
}
