package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's HTTP decoder, stricter where servers behind proxies have been fooled, and telling the
 * connection when a request begins to arrive.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private final HttpConnection connection;
    private final ChunkSizes chunkSizes = new ChunkSizes();

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
        connection.readingBegins();
        connection.bytesArrived();
        super.channelRead(context, message);
        if (actualReadableBytes() > 0) {
            connection.bytesArrived();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
            throws Exception {
        if (!chunkSizes.accepts(buffer)) {
            chunkSizes.end();
            buffer.skipBytes(buffer.readableBytes());
            connection.refuseBody();
            return;
        }
        int before = buffer.readableBytes();
        int first = out.size();
        super.decode(context, buffer, out);
        int content = 0;
        for (int i = first; i < out.size(); i++) {
            if (out.get(i) instanceof HttpContent part) {
                content += part.content().readableBytes();
            }
        }
        chunkSizes.took(before - buffer.readableBytes(), content);
        for (int i = first; i < out.size(); i++) {
            if (out.get(i) instanceof HttpRequest head) {
                chunkSizes.begin(HttpUtil.isTransferEncodingChunked(head));
            }
            if (out.get(i) instanceof LastHttpContent) {
                chunkSizes.end();
            }
        }
    }

    /**
     * Netty reads the name of the protocol in letters of any size; there is one way to write it.
     */
    @Override
    protected HttpMessage createMessage(String[] initialLine) throws Exception {
        if (!initialLine[2].startsWith("HTTP/")) {
            throw new IllegalArgumentException("not HTTP: " + initialLine[2]);
        }
        return super.createMessage(initialLine);
    }

    /** A request that states its length twice is how requests are smuggled past a proxy. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
