package stator.benchmark;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import stator.benchmark.load.RequestEncoder;
import stator.benchmark.load.Signature;
import stator.benchmark.workload.Dataset;
import stator.benchmark.workload.Workloads;

/**
 * The ceiling: the same HTTP library in the same shape as Stator's server, reading whole requests
 * and answering each with a ready 200. It does nothing a DynamoDB server must do, so no server on
 * this library can be faster.
 *
 * <p>The answer to a workload (named by the User-Agent) is the one a real server would give to its
 * first request, so that as many bytes are moved.
 */
final class EchoServer {
    /** To everything the harness does besides the load: the table it asks for is there. */
    private static final String SETUP_ANSWER = "{\"Table\":{\"TableStatus\":\"ACTIVE\"}}";

    private static final int REQUEST_BYTES_MAX = 16 * 1024 * 1024;

    private final Map<String, ByteBuf> answers;
    private final ByteBuf setupAnswer;

    EchoServer(Dataset data) {
        answers =
                Workloads.of(data).stream()
                        .collect(
                                Collectors.toMap(
                                        workload -> RequestEncoder.USER_AGENT + workload.name(),
                                        workload -> ready(workload.answer(0))));
        setupAnswer = ready(SETUP_ANSWER);
    }

    private static ByteBuf ready(String answer) {
        ByteBuf bytes = Unpooled.directBuffer(answer.length());
        bytes.writeCharSequence(answer, StandardCharsets.UTF_8);
        return Unpooled.unreleasableBuffer(bytes);
    }

    /** Serves on loopback until the process ends. */
    void run(int port, int threads) throws InterruptedException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        EchoHandler handler = new EchoHandler();
        new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new HttpServerCodec(),
                                                new HttpObjectAggregator(REQUEST_BYTES_MAX),
                                                handler);
                            }
                        })
                .bind("127.0.0.1", port)
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    @Sharable
    private final class EchoHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            ByteBuf answer =
                    answers.getOrDefault(
                            request.headers().get(HttpHeaderNames.USER_AGENT), setupAnswer);
            FullHttpResponse response =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, answer.duplicate());
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, Signature.CONTENT_TYPE)
                    .set("x-amzn-RequestId", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF")
                    .set("x-amz-crc32", "1315925753")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.readableBytes());
            context.writeAndFlush(response, context.voidPromise());
        }
    }
}
