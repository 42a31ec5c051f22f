/**
 * HTTP/1.1 over sockets: connections, limits, compression. Knows no service: what it has read it
 * puts to a {@code Handler}.
 */
module stator.http {
    requires transitive stator.door;
    requires io.netty.buffer;
    requires io.netty.codec.http;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;

    exports stator.http;
}
