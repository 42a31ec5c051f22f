package stator.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import stator.benchmark.workload.Workload;

/**
 * Keeps every one of its connections busy with one request at a time, from a single thread, and
 * measures.
 *
 * <p>Client and server share the machine, so the client must be cheap: one selector thread that
 * writes prepared bytes and reads into one shared buffer costs less CPU per request than a virtual
 * or platform thread for each connection, because one wake-up serves all the responses that have
 * arrived meanwhile (figures in docs/performance.md).
 *
 * <p>Every status is looked at. The body of one response in {@value #SAMPLE} is compared with what
 * the workload expects. The first answer that is not right ends the run with a {@link LoadFailure}.
 */
public final class LoadLoop implements AutoCloseable {
    static final int SAMPLE = 64;

    private static final int INPUT_BYTES = 256 * 1024;

    /** A server that says nothing for so long is not slow but stuck. */
    private static final long SILENCE_MILLIS_MAX = 30_000;

    private final Workload workload;
    private final List<ByteBuffer> requests;
    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES);
    private Latencies latencies = new Latencies();
    private int nextNumber;
    private long issued;
    private int waiting;
    private long deadlineNanos;
    private long requestsMax;

    /** Connections that wait until a request is due; empty unless the loop runs steadily. */
    private final Deque<Connection> resting = new ArrayDeque<>();

    /** Between two requests of a steady run; 0 if every answer is followed by a request. */
    private long gapNanos;

    private long dueNanos;

    /** Whether a request was due for which there was no connection. */
    private boolean late;

    private LoadLoop(Workload workload, List<ByteBuffer> requests) throws IOException {
        this.workload = workload;
        this.requests = requests;
        this.selector = Selector.open();
    }

    /**
     * Connects. {@code firstNumber} is where in {@code requests} the loop begins; it goes round.
     */
    public static LoadLoop connect(
            InetSocketAddress address,
            int connections,
            Workload workload,
            List<ByteBuffer> requests,
            int firstNumber)
            throws IOException {
        LoadLoop loop = new LoadLoop(workload, requests);
        loop.nextNumber = firstNumber % requests.size();
        for (int i = 0; i < connections; i++) {
            loop.connections.add(new Connection(address, loop.selector));
        }
        return loop;
    }

    /**
     * Sends for {@code time}, and returns the latencies of all requests that were answered before
     * it was over.
     */
    public Latencies run(Duration time) throws IOException {
        return run(time.toNanos(), Long.MAX_VALUE);
    }

    /** Sends every request once, however long it takes, and returns the latencies of all. */
    public Latencies runOnce() throws IOException {
        return run(Long.MAX_VALUE / 2, requests.size());
    }

    /**
     * Sends so many requests a second until it is enough, and returns the latencies of all.
     *
     * <p>A request for which no connection is free when it is due is sent as soon as one is, and
     * its time counts from when it was due. Otherwise a server that stands still for a second would
     * be charged for one slow answer on each connection, and not for all who would have called
     * meanwhile.
     */
    public Latencies runSteadily(double perSecond, BooleanSupplier enough) throws IOException {
        latencies = new Latencies();
        issued = 0;
        deadlineNanos = Long.MAX_VALUE;
        gapNanos = (long) (1e9 / perSecond);
        dueNanos = System.nanoTime();
        late = false;
        resting.addAll(connections);
        long heardNanos = dueNanos;
        while (!enough.getAsBoolean()) {
            sendDue(System.nanoTime());
            long millis = Math.max(1, (dueNanos - System.nanoTime()) / 1_000_000);
            if (selector.select(this::ready, millis) > 0 || waiting == 0) {
                heardNanos = System.nanoTime();
            }
            requireHeard(System.nanoTime() - heardNanos < SILENCE_MILLIS_MAX * 1_000_000);
        }
        awaitAll();
        gapNanos = 0;
        resting.clear();
        return latencies;
    }

    private void sendDue(long now) throws IOException {
        while (dueNanos <= now && !resting.isEmpty()) {
            send(resting.removeFirst(), late ? dueNanos : now);
            dueNanos += gapNanos;
        }
        late = dueNanos <= now;
    }

    private void awaitAll() throws IOException {
        while (waiting > 0) {
            requireHeard(selector.select(this::ready, SILENCE_MILLIS_MAX) > 0);
        }
    }

    private static void requireHeard(boolean heard) {
        if (!heard) {
            throw new LoadFailure("no answer for " + SILENCE_MILLIS_MAX / 1000 + " s");
        }
    }

    private Latencies run(long nanos, long requestsMax) throws IOException {
        this.requestsMax = requestsMax;
        latencies = new Latencies();
        issued = 0;
        deadlineNanos = System.nanoTime() + nanos;
        for (Connection connection : connections) {
            sendNext(connection);
        }
        awaitAll();
        return latencies;
    }

    private void sendNext(Connection connection) throws IOException {
        long now = System.nanoTime();
        if (now >= deadlineNanos || issued >= requestsMax) {
            return;
        }
        send(connection, now);
    }

    private void send(Connection connection, long startNanos) throws IOException {
        waiting++;
        connection.send(
                nextNumber, requests.get(nextNumber).duplicate(), issued % SAMPLE == 0, startNanos);
        issued++;
        nextNumber = nextNumber + 1 == requests.size() ? 0 : nextNumber + 1;
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.write();
            }
            if (key.isReadable() && connection.read(input)) {
                finished(connection);
            }
        } catch (IOException e) {
            throw new LoadFailure("the connection broke: " + e.getMessage(), e);
        }
    }

    private void finished(Connection connection) throws IOException {
        long now = System.nanoTime();
        waiting--;
        check(connection);
        if (now <= deadlineNanos) {
            latencies.add(now - connection.startNanos);
        }
        if (gapNanos > 0) {
            resting.add(connection);
            return;
        }
        sendNext(connection);
    }

    private void check(Connection connection) {
        ResponseReader response = connection.response;
        if (response.status() != 200) {
            throw new LoadFailure("status " + response.status() + ": " + response.body());
        }
        if (!connection.sampled) {
            return;
        }
        String problem = workload.problem(connection.number, response.body());
        if (!problem.isEmpty()) {
            throw new LoadFailure(
                    "wrong answer to "
                            + workload.body(connection.number)
                            + "\n"
                            + problem
                            + "\nbut got "
                            + response.body());
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }

    /** One socket and the request that is under way on it. */
    private static final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ResponseReader response = new ResponseReader();
        private ByteBuffer request = ByteBuffer.allocate(0);
        private int number;
        private boolean sampled;
        private long startNanos;

        Connection(InetSocketAddress address, Selector selector) throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(int number, ByteBuffer request, boolean sampled, long startNanos)
                throws IOException {
            this.number = number;
            this.request = request;
            this.sampled = sampled;
            this.startNanos = startNanos;
            response.expect(sampled);
            write();
        }

        void write() throws IOException {
            channel.write(request);
            int interest =
                    request.hasRemaining()
                            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                            : SelectionKey.OP_READ;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        }

        /** Reads once; what is left makes the selector report this connection again. */
        boolean read(ByteBuffer input) throws IOException {
            input.clear();
            if (channel.read(input) < 0) {
                throw new IOException("the server closed it");
            }
            return response.accept(input.flip());
        }
    }
}
