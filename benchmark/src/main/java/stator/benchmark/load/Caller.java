package stator.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes single calls, one connection each: creating the table, waiting for a server to come up. */
public final class Caller {
    private static final int INPUT_BYTES = 64 * 1024;

    private final InetSocketAddress address;
    private final RequestEncoder encoder;

    public Caller(InetSocketAddress address, boolean sign) {
        this.address = address;
        this.encoder = new RequestEncoder(address, sign, Instant.now());
    }

    /** The body of a 200; every other status is a failure. */
    public String call(String operation, String body) throws IOException {
        ResponseReader response = exchange(operation, body);
        if (response.status() != 200) {
            throw new LoadFailure(
                    operation + " answers " + response.status() + ": " + response.body());
        }
        return response.body();
    }

    /** Whether the server answers ListTables, now. */
    public boolean isUp() {
        try {
            return exchange("ListTables", "{}").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private ResponseReader exchange(String operation, String body) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            ByteBuffer request = ByteBuffer.wrap(encoder.encode("setup", operation, body));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            ResponseReader response = new ResponseReader();
            response.expect(true);
            ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
            do {
                input.clear();
                if (channel.read(input) < 0) {
                    throw new IOException("the server closed the connection");
                }
            } while (!response.accept(input.flip()));
            return response;
        }
    }

    /** Waits until the server answers. */
    public void awaitUp(Endpoint endpoint, Duration max) throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        while (!isUp()) {
            endpoint.requireRunning();
            if (System.nanoTime() > deadline) {
                throw new LoadFailure(
                        endpoint.name() + " does not answer on " + endpoint.address());
            }
            Thread.sleep(10);
        }
    }

    /** Calls until {@code answer} contains {@code part}. */
    public Optional<String> waitFor(String operation, String body, String part, long nanosMax)
            throws IOException, InterruptedException {
        return waitFor(operation, body, answer -> answer.contains(part), nanosMax);
    }

    /** Calls until the answer is the one that is wanted. */
    public Optional<String> waitFor(
            String operation, String body, Predicate<String> wanted, long nanosMax)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + nanosMax;
        while (System.nanoTime() < deadline) {
            String answer = call(operation, body);
            if (wanted.test(answer)) {
                return Optional.of(answer);
            }
            Thread.sleep(20);
        }
        return Optional.empty();
    }
}
