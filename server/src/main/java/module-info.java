/** The product: the HTTP server, its configuration, and {@code main}. */
module stator.server {
    requires transitive stator.operation;
    requires transitive stator.storage.rocksdb;
    requires stator.client;
    requires stator.tool;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.codec.http;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.transport;
    requires java.logging;
    requires jdk.unsupported;

    exports stator.server;

    opens stator.server to
            info.picocli;
}
