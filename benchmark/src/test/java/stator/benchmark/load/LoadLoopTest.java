package stator.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import stator.benchmark.workload.Dataset;
import stator.benchmark.workload.Workload;
import stator.benchmark.workload.Workloads;

class LoadLoopTest {
    private static final int CONNECTIONS = 2;
    private static final int PER_SECOND = 200;
    private static final long STALL_MILLIS = 1_000;

    private final AtomicInteger answered = new AtomicInteger();
    private final Workload workload =
            Workloads.chosen(new Dataset(1_000), List.of("put")).getFirst();

    /**
     * A second without answers is 200 requests that wait for half of it on average, and not one for
     * each of two connections.
     */
    @Test
    void aServerThatStandsStillIsChargedForAllWhoWouldHaveCalledMeanwhile() throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            http.setExecutor(threads);
            http.createContext("/", this::answer);
            http.start();
            Latencies latencies = runSteadily(http.getAddress());
            assertEquals(answered.get(), latencies.total());
            assertTrue(
                    latencies.percentileMillis(0.9) > STALL_MILLIS / 4.0,
                    "is " + latencies.percentileMillis(0.9));
        } finally {
            http.stop(0);
        }
    }

    private Latencies runSteadily(InetSocketAddress address) throws IOException {
        List<ByteBuffer> requests =
                new RequestEncoder(address, false, Instant.now()).encodeAll(workload, 100);
        try (LoadLoop loop = LoadLoop.connect(address, CONNECTIONS, workload, requests, 0)) {
            return loop.runSteadily(PER_SECOND, () -> answered.get() >= 3 * PER_SECOND);
        }
    }

    /** From the hundredth request on, nobody is answered for a second. */
    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        int number = answered.incrementAndGet();
        if (number == 100 || number == 101) {
            sleep();
        }
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write("{}".getBytes());
        exchange.close();
    }

    private static void sleep() {
        try {
            Thread.sleep(STALL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void requestsFillABlockAndTheNextBeginWhereTheyEnd() {
        RequestEncoder encoder =
                new RequestEncoder(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        false,
                        Instant.EPOCH);
        List<ByteBuffer> all = encoder.encodeAll(workload, 10);
        int bytes = all.subList(0, 4).stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer block = ByteBuffer.allocate(bytes);
        assertEquals(all.subList(0, 4), encoder.encodeInto(block, workload, 0, 10));
        assertEquals(all.subList(4, 7), encoder.encodeInto(block, workload, 4, 3));
        assertEquals(List.of(), encoder.encodeInto(block, workload, 10, 0));
    }
}
