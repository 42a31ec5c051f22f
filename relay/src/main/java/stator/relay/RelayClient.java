package stator.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLContext;
import stator.door.BodySource;
import stator.door.BrokenBodyException;
import stator.door.Reply;
import stator.door.Request;

/**
 * Brings requests to one other server. Each call has a connection for itself while it lasts;
 * afterwards others use it.
 *
 * <p>A request is sent once. What can be said afterwards is one of three things: here is the
 * answer; nothing was begun ({@link NotBegunException}); or nobody here knows ({@link
 * OutcomeUnknownException}). Thread-safe.
 */
public final class RelayClient implements AutoCloseable {
    private static final int CONNECT_MILLIS_MAX = 1_000;
    private static final int HELLO_MILLIS_MAX = 2_000;
    private static final int IDLE_MAX = 256;

    private final DoorAddress address;
    private final byte[] secret;
    private final SSLContext context;

    /** The last used first. Guarded by this. */
    private final Deque<Line> idle = new ArrayDeque<>();

    /** Those on which an answer is awaited that has not begun. Guarded by this. */
    private final Set<Line> waiting = new HashSet<>();

    /** Guarded by this. */
    private boolean closed;

    /**
     * @param secret that proves that this server stands before the same store
     */
    public RelayClient(DoorAddress address, byte[] secret) {
        this.address = address;
        this.secret = secret.clone();
        context = PinnedCertificate.context(address.fingerprint());
    }

    /** Where requests are brought. */
    public DoorAddress address() {
        return address;
    }

    /** Brings a request there, on a thread that may wait. */
    public Reply call(Request request) throws NotBegunException, OutcomeUnknownException {
        Line line = take();
        SentBody sent = new SentBody(line, request);
        try {
            line.write(Frame.Kind.HEAD, RequestHead.of(request).toBytes());
            if (!request.isStreamed()) {
                line.write(Frame.Kind.BODY, request.body());
            }
            line.flush();
            return await(line, request, sent);
        } catch (IOException e) {
            // The others will hardly be better: better a new one than a lost request.
            closeIdle();
            discard(line);
            throw new OutcomeUnknownException(
                    "The connection to the server at "
                            + address
                            + " broke before its answer came: "
                            + e.getMessage(),
                    e);
        }
    }

    private Reply await(Line line, Request request, SentBody sent)
            throws IOException, NotBegunException {
        while (true) {
            Frame frame = line.read();
            switch (frame.kind()) {
                case REFUSED -> {
                    giveBack(line);
                    throw new NotBegunException(
                            "The server at " + address + " is not the holder any more.", null);
                }
                case WANT -> sent.begin();
                case REPLY -> {
                    return reply(line, request, frame, sent.isOver());
                }
                case HELLO, READY, HEAD, BODY, DATA, END, BROKEN ->
                        throw new UnexpectedFrameException(frame.kind() + " before an answer");
            }
        }
    }

    private Reply reply(Line line, Request request, Frame frame, boolean reusable)
            throws IOException {
        Reply reply =
                ReplyHead.read(
                        frame.bytes(),
                        length -> {
                            if (request.method().equals("HEAD")) {
                                line.read().require(Frame.Kind.END);
                                return new BodySource(InputStream.nullInputStream(), length);
                            }
                            return new BodySource(new ReplyBody(line, reusable), length);
                        });
        boolean goesOn = reply.isStreamed() && !request.method().equals("HEAD");
        synchronized (this) {
            waiting.remove(line);
        }
        if (!goesOn) {
            end(line, reusable);
        }
        return reply;
    }

    private void end(Line line, boolean reusable) {
        if (reusable) {
            giveBack(line);
        } else {
            discard(line);
        }
    }

    /** The body of a request, which is sent when it is wanted, by a thread of its own. */
    private static final class SentBody {
        private final Line line;
        private final Request request;
        private boolean begun;
        private volatile boolean ended;

        SentBody(Line line, Request request) {
            this.line = line;
            this.request = request;
        }

        void begin() throws UnexpectedFrameException {
            if (begun || !request.isStreamed()) {
                throw new UnexpectedFrameException("a body is wanted that is there");
            }
            begun = true;
            Thread.ofVirtual().name("stator-relayed-body").start(this::send);
        }

        /** Whether nothing of it will be sent from now on. */
        boolean isOver() {
            return !begun || ended;
        }

        private void send() {
            byte[] piece = new byte[Line.PIECE_BYTES];
            try (InputStream input = request.stream()) {
                while (true) {
                    int read;
                    try {
                        read = input.read(piece);
                    } catch (BrokenBodyException e) {
                        line.write(Frame.Kind.BROKEN, FollowingBody.bytes(e.reason()));
                        break;
                    }
                    if (read < 0) {
                        line.write(Frame.Kind.END);
                        break;
                    }
                    line.write(Frame.Kind.DATA, piece, read);
                    line.flush();
                }
                line.flush();
                ended = true;
            } catch (IOException e) {
                // The request was answered meanwhile, or whoever awaits the answer finds out, too.
            }
        }
    }

    /** The body of an answer, which is read while the client takes it. */
    private final class ReplyBody extends FollowingBody {
        private final Line line;
        private final boolean reusable;
        private boolean over;

        ReplyBody(Line line, boolean reusable) {
            super(line);
            this.line = line;
            this.reusable = reusable;
        }

        @Override
        void begin() {
            // It comes without being asked for.
        }

        @Override
        public void close() {
            if (!over) {
                over = true;
                end(line, reusable && isComplete());
            }
        }
    }

    // Connections.

    private Line take() throws NotBegunException {
        synchronized (this) {
            if (closed) {
                throw new NotBegunException("Another server is the holder now.", null);
            }
            Line line = idle.pollFirst();
            if (line != null) {
                waiting.add(line);
                return line;
            }
        }
        Line line = connect();
        synchronized (this) {
            if (!closed) {
                waiting.add(line);
                return line;
            }
        }
        line.close();
        throw new NotBegunException("Another server is the holder now.", null);
    }

    private Line connect() throws NotBegunException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(
                    new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS_MAX);
            socket.setSoTimeout(HELLO_MILLIS_MAX);
            Line line =
                    new Line(
                            context.getSocketFactory()
                                    .createSocket(socket, address.host(), address.port(), true));
            line.write(Frame.Kind.HELLO, secret);
            line.flush();
            line.read().require(Frame.Kind.READY);
            line.awaitAtMost(0);
            return line;
        } catch (IOException e) {
            closeQuietly(socket);
            throw new NotBegunException(
                    "The server at " + address + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It never was of use.
        }
    }

    /**
     * Whether the other server takes requests.
     *
     * @throws NotBegunException if not, with the reason
     */
    public void probe() throws NotBegunException {
        giveBack(take());
    }

    private void giveBack(Line line) {
        synchronized (this) {
            waiting.remove(line);
            if (!closed && idle.size() < IDLE_MAX) {
                idle.addFirst(line);
                return;
            }
        }
        line.close();
    }

    private void discard(Line line) {
        synchronized (this) {
            waiting.remove(line);
        }
        line.close();
    }

    private void closeIdle() {
        Deque<Line> unused;
        synchronized (this) {
            unused = new ArrayDeque<>(idle);
            idle.clear();
        }
        unused.forEach(Line::close);
    }

    /** Brings nothing more there. Who waits for an answer goes on to wait. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closeIdle();
    }

    /** Who still waits for an answer that has not begun is told that nobody knows. */
    public void abandon() {
        close();
        Set<Line> left;
        synchronized (this) {
            left = new HashSet<>(waiting);
        }
        left.forEach(Line::close);
    }
}
