package stator.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import stator.door.Handler;

/**
 * The HTTP/1.1 server: its listening sockets, its event loops, and the connections that are open.
 *
 * <p>A connection belongs to one event loop for its life. There are as many loops as processors,
 * because a call to the memory engine is executed on the loop itself: a hand-over to another thread
 * would cost more than the call.
 */
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int SWEEP_MILLIS = 500;
    private static final int DRAIN_STEP_MILLIS = 10;

    private final HttpLimits limits;
    private final Handler handler;
    private final ReplyEncoder encoder;
    private final RequestIds requestIds;
    private final MemoryBudget budget;
    private final EventLoopGroup eventLoops;
    private final ExecutorService blockingCalls;
    private final List<Channel> listeners = new ArrayList<>();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> connectionsByAddress = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /**
     * A server that listens nowhere yet.
     *
     * @param clock for the header {@code Date}
     * @param random for the ids of requests
     */
    public HttpServer(Handler handler, HttpLimits limits, Clock clock, RandomGenerator random) {
        this.handler = handler;
        this.encoder = new ReplyEncoder(new HttpDate(clock));
        this.requestIds = new RequestIds(random);
        this.limits = limits;
        this.budget = new MemoryBudget(limits.inFlightBytesMax());
        this.eventLoops =
                new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(),
                        new DefaultThreadFactory("stator-http"),
                        NioIoHandler.newFactory());
        this.blockingCalls =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("stator-call-", 0).factory());
        for (EventExecutor loop : eventLoops) {
            loop.scheduleWithFixedDelay(
                    () -> sweep(loop), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Accepts connections at an address from now on.
     *
     * @return the address with the port that was chosen if it was 0
     * @throws IOException if the address cannot be had
     */
    public InetSocketAddress listen(InetSocketAddress address) throws IOException {
        return listen(address, Optional.empty());
    }

    /**
     * Accepts encrypted connections at an address from now on.
     *
     * @param context asked for each connection, so that a new certificate counts from the next one
     *     on
     * @return the address with the port that was chosen if it was 0
     * @throws IOException if the address cannot be had
     */
    public InetSocketAddress listenEncrypted(
            InetSocketAddress address, Supplier<SSLContext> context) throws IOException {
        return listen(
                address,
                Optional.of(new TlsHandshake(context, blockingCalls, limits.headerMillis())));
    }

    private InetSocketAddress listen(InetSocketAddress address, Optional<TlsHandshake> tls)
            throws IOException {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(eventLoops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(new Accepting(tls))
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            bound.channel().close();
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        listeners.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private final class Accepting extends ChannelInitializer<SocketChannel> {
        private final Optional<TlsHandshake> tls;

        Accepting(Optional<TlsHandshake> tls) {
            this.tls = tls;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            InetAddress address = channel.remoteAddress().getAddress();
            int fromAddress = connectionsByAddress.merge(address, 1, Integer::sum);
            channel.closeFuture()
                    .addListener(closed ->
                            connectionsByAddress.computeIfPresent(
                                    address, (key, n) -> n == 1 ? null : n - 1));
            if (connections.size() >= limits.connectionsMax()
                    || fromAddress > limits.connectionsPerAddressMax()) {
                channel.close();
                return;
            }
            HttpConnection connection = new HttpConnection(HttpServer.this);
            tls.ifPresent(handshake -> handshake.addTo(channel.pipeline()));
            channel.pipeline().addLast(new RequestDecoder(connection, limits), connection);
            connections.add(connection);
        }
    }

    /** Called by a connection when it has ended. */
    void ended(HttpConnection connection) {
        connections.remove(connection);
    }

    private void sweep(EventExecutor loop) {
        long now = System.nanoTime();
        for (HttpConnection connection : connections) {
            if (connection.eventLoop() == loop) {
                connection.endIfOverdue(now);
            }
        }
    }

    /** Whether clients are to be told that their connections end. */
    boolean isStopping() {
        return stopping;
    }

    HttpLimits limits() {
        return limits;
    }

    Handler handler() {
        return handler;
    }

    ReplyEncoder encoder() {
        return encoder;
    }

    RequestIds requestIds() {
        return requestIds;
    }

    /** From which the memory of all requests is taken. */
    public MemoryBudget budget() {
        return budget;
    }

    /** How much memory the requests under way hold. */
    public long reservedBytes() {
        return budget.reservedBytes();
    }

    Executor blockingCalls() {
        return blockingCalls;
    }

    /** How many connections are open. */
    public int connectionCount() {
        return connections.size();
    }

    /**
     * Stops: accepts nothing new, answers what is under way, as long as the limit allows, and ends
     * all connections.
     */
    @Override
    public void close() {
        stopping = true;
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        drain();
        blockingCalls.shutdownNow();
        Future<?> ended = eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        ended.awaitUninterruptibly();
    }

    private void drain() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.drainMillis());
        try {
            while (!connections.isEmpty() && System.nanoTime() < end) {
                connections.forEach(
                        connection -> connection.eventLoop().execute(connection::drain));
                Thread.sleep(DRAIN_STEP_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // in a hurry: what is under way is cut off
        }
    }
}
