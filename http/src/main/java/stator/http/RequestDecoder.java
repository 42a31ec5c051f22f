package stator.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Netty's HTTP decoder, stricter where servers behind proxies have been fooled, and telling the
 * connection when a request begins to arrive.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private final HttpConnection connection;

    RequestDecoder(HttpConnection connection, HttpLimits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.headerBytesMax())
                        .setMaxHeaderSize(limits.headerBytesMax())
                        .setMaxChunkSize(64 * 1024));
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        connection.bytesArrived();
        super.channelRead(context, message);
        if (actualReadableBytes() > 0) {
            connection.bytesArrived();
        }
    }

    /** A request that states its length twice is how requests are smuggled past a proxy. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
