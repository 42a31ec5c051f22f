package stator.benchmark.object;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The ceiling for objects: the same HTTP library in its plainest use. PUT writes the body into a
 * file as it comes, GET lets the system send the file; nothing is hashed, and nothing is known of a
 * file but its name. No server that does what S3 does can be faster on this library.
 */
final class FileServer {
    private final Path directory;
    private final boolean sync;

    /**
     * @param sync whether a file is on stable storage before its PUT is answered
     */
    FileServer(Path directory, boolean sync) {
        this.directory = directory;
        this.sync = sync;
    }

    /** Serves on loopback until the process ends. */
    void run(int port, int threads) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline().addLast(new HttpServerCodec(), new Transfer());
                            }
                        })
                .bind("127.0.0.1", port)
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    /** One connection, which has one request at a time. */
    private final class Transfer extends SimpleChannelInboundHandler<HttpObject> {
        private Path path;
        private FileChannel file;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part)
                throws IOException {
            if (part instanceof HttpRequest request) {
                begin(context, request);
            }
            if (part instanceof HttpContent content && file != null) {
                for (ByteBuffer bytes : content.content().nioBuffers()) {
                    while (bytes.hasRemaining()) {
                        file.write(bytes);
                    }
                }
                if (content instanceof LastHttpContent) {
                    end(context);
                }
            }
        }

        private void begin(ChannelHandlerContext context, HttpRequest request) throws IOException {
            path = directory.resolve(request.uri().substring(1).replace('/', '_'));
            if (request.method().equals(HttpMethod.PUT)) {
                file =
                        FileChannel.open(
                                Path.of(path + ".new"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE);
                return;
            }
            FileChannel found = FileChannel.open(path, StandardOpenOption.READ);
            long size = found.size();
            HttpResponse head =
                    new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, size);
            context.write(head);
            context.write(new DefaultFileRegion(found, 0, size));
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        }

        private void end(ChannelHandlerContext context) throws IOException {
            if (sync) {
                file.force(true);
            }
            file.close();
            file = null;
            Files.move(Path.of(path + ".new"), path, StandardCopyOption.ATOMIC_MOVE);
            if (sync) {
                try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
                    folder.force(true);
                }
            }
            DefaultFullHttpResponse answer =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
            context.writeAndFlush(answer);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            DefaultFullHttpResponse answer =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.INTERNAL_SERVER_ERROR);
            answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
