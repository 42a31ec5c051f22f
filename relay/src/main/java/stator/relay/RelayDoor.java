package stator.relay;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import stator.door.BodySource;
import stator.door.BrokenBodyException;
import stator.door.Reply;
import stator.http.MemoryBudget;

/**
 * Where a server takes requests that others bring. Who does not know the secret gets no further
 * than the handshake. Calls are answered on virtual threads, one for each connection.
 */
public final class RelayDoor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RelayDoor.class.getName());

    private static final int BACKLOG = 256;
    private static final int HELLO_MILLIS_MAX = 5_000;

    /** Connections that have not proved anything yet. */
    private static final int STRANGERS_MAX = 64;

    private final Inside inside;
    private final SSLContext context;
    private final byte[] secret;
    private final MemoryBudget budget;
    private final int bodyBytesMax;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger known = new AtomicInteger();
    private final Semaphore strangers = new Semaphore(STRANGERS_MAX);

    private RelayDoor(
            Inside inside,
            SSLContext context,
            byte[] secret,
            MemoryBudget budget,
            int bodyBytesMax,
            ServerSocket listener) {
        this.inside = inside;
        this.context = context;
        this.secret = secret.clone();
        this.budget = budget;
        this.bodyBytesMax = bodyBytesMax;
        this.listener = listener;
    }

    /**
     * Takes requests from now on.
     *
     * @param context with the certificate whose fingerprint others are told
     * @param secret that others prove themselves by
     * @param budget from which the memory of requests is taken
     * @param bodyBytesMax how long a body may be once it is unpacked
     * @throws IOException if the address cannot be had
     */
    public static RelayDoor listen(
            InetSocketAddress address,
            Inside inside,
            SSLContext context,
            byte[] secret,
            MemoryBudget budget,
            int bodyBytesMax)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(address, BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        RelayDoor door = new RelayDoor(inside, context, secret, budget, bodyBytesMax, listener);
        Thread.ofPlatform().name("stator-relay").daemon().start(door::accept);
        return door;
    }

    /** The port at which it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                if (strangers.tryAcquire()) {
                    sockets.add(socket);
                    if (listener.isClosed()) {
                        // It came while the door was closed, and may have been overlooked there.
                        close(socket);
                    }
                    Thread.ofVirtual().name("stator-relayed").start(() -> serve(socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.log(Level.WARNING, "A connection of another server failed: " + e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        boolean isStranger = true;
        try (Line line = new Line(encrypted(socket))) {
            boolean isKnown = isKnown(line);
            strangers.release();
            isStranger = false;
            if (isKnown) {
                answerAll(line);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection of another server ended: " + e);
        } finally {
            if (isStranger) {
                strangers.release();
            }
            close(socket);
        }
    }

    private void answerAll(Line line) throws IOException {
        known.incrementAndGet();
        try {
            while (answer(line)) {
                // The next one.
            }
        } finally {
            known.decrementAndGet();
        }
    }

    /** Whether other servers have come that may bring requests. */
    public boolean hasVisitors() {
        return known.get() > 0;
    }

    private SSLSocket encrypted(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSoTimeout(HELLO_MILLIS_MAX);
        SSLSocket encrypted =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        socket,
                                        socket.getInetAddress().getHostAddress(),
                                        socket.getPort(),
                                        true);
        encrypted.setUseClientMode(false);
        return encrypted;
    }

    private boolean isKnown(Line line) throws IOException {
        Frame hello = line.read().require(Frame.Kind.HELLO);
        if (!MessageDigest.isEqual(hello.bytes(), secret)) {
            LOG.log(Level.WARNING, "Somebody without the secret of the store asks to be let in.");
            return false;
        }
        line.write(Frame.Kind.READY);
        line.flush();
        line.awaitAtMost(0);
        return true;
    }

    /** Answers the next call; false if none can follow. */
    private boolean answer(Line line) throws IOException {
        RequestHead head = RequestHead.read(line.read().require(Frame.Kind.HEAD).bytes());
        RelayedRequest request = request(head, line);
        try {
            Optional<Reply> reply =
                    request.tryKeep()
                            ? inside.answerAsHolder(request)
                            : Optional.of(inside.overloaded(request));
            if (reply.isEmpty()) {
                line.write(Frame.Kind.REFUSED);
            } else {
                send(line, head, reply.get());
            }
            line.flush();
            return request.isOver();
        } finally {
            request.release();
        }
    }

    private RelayedRequest request(RequestHead head, Line line) throws IOException {
        if (!head.streamed()) {
            byte[] body = line.read().require(Frame.Kind.BODY).bytes();
            return RelayedRequest.whole(head, body, budget, bodyBytesMax);
        }
        FollowingBody body =
                new FollowingBody(line) {
                    @Override
                    void begin() throws IOException {
                        line.write(Frame.Kind.WANT);
                        line.flush();
                    }
                };
        return RelayedRequest.streamed(head, body, budget, bodyBytesMax);
    }

    private static void send(Line line, RequestHead head, Reply reply) throws IOException {
        try (InputStream source = reply.source().input()) {
            line.write(Frame.Kind.REPLY, ReplyHead.toBytes(reply));
            if (!reply.isStreamed()) {
                return;
            }
            if (!head.method().equals("HEAD")) {
                if (!copy(source, reply.source(), line)) {
                    return;
                }
            }
            line.write(Frame.Kind.END);
        }
    }

    /** False if the body broke off, and the other was told. */
    private static boolean copy(InputStream input, BodySource source, Line line)
            throws IOException {
        byte[] piece = new byte[Line.PIECE_BYTES];
        long left = source.length() == BodySource.UNKNOWN ? Long.MAX_VALUE : source.length();
        while (left > 0) {
            int read;
            try {
                read = input.read(piece, 0, (int) Math.min(piece.length, left));
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "An answer could not be read to its end.", e);
                byte[] cause = FollowingBody.bytes(BrokenBodyException.Cause.INCOMPLETE);
                line.write(Frame.Kind.BROKEN, cause);
                return false;
            }
            if (read < 0) {
                return true;
            }
            line.write(Frame.Kind.DATA, piece, read);
            // What there is goes out, so that nothing lies here while the source waits.
            line.flush();
            left -= read;
        }
        return true;
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection could not be closed: " + e);
        }
    }

    /** Takes nothing more, and ends all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The door for other servers could not be closed: " + e);
        }
        sockets.forEach(this::close);
    }
}
