package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.conformance.AppendTransaction.Outcome;

/**
 * Histories of list appends by many clients are strictly serializable, in memory, and on disk with
 * kill -9 in between.
 *
 * <p>{@code -Dstator.append.transactions=N} runs longer, {@code -Dstator.append.kills=N} kills more
 * often; {@code -Dstator.append.seed=N} repeats what the clients choose and when the server is
 * killed, though not how they meet.
 */
class SerializabilityTest {
    private static final int CLIENTS = 12;
    private static final long TRANSACTIONS = Long.getLong("stator.append.transactions", 4_000);
    private static final int KILLS = Integer.getInteger("stator.append.kills", 3);
    private static final long SEED = Long.getLong("stator.append.seed", System.nanoTime());

    private final AppendWorkload workload = new AppendWorkload(TRANSACTIONS);
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void ofMemory() throws Exception {
        try (ServerProcess server = ServerProcess.inMemory();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            workload.createTable(new WireClient(server.endpoint()));
            workload.use(new WireClient(server.endpoint()));
            awaitAll(start(threads));
            check("in memory");
        }
    }

    @Test
    void ofDiskWithKillNine(@TempDir Path data) throws Exception {
        ServerProcess server = ServerProcess.onDisk(data);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            workload.createTable(new WireClient(server.endpoint()));
            workload.use(new WireClient(server.endpoint()));
            List<Future<?>> clients = start(threads);
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitProgress(kill * TRANSACTIONS / (KILLS + 1), clients);
                Thread.sleep(random.nextInt(50));
                server.kill();
                server = ServerProcess.onDisk(data);
                workload.use(new WireClient(server.endpoint()));
            }
            awaitAll(clients);
            check("on disk, killed " + KILLS + " times");
        } finally {
            server.close();
        }
    }

    private List<Future<?>> start(ExecutorService threads) {
        List<Future<?>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            long seed = random.nextLong();
            clients.add(threads.submit(() -> workload.run(seed)));
        }
        return clients;
    }

    private static void awaitAll(List<Future<?>> clients) throws Exception {
        for (Future<?> client : clients) {
            client.get();
        }
    }

    private void awaitProgress(long transactions, List<Future<?>> clients) throws Exception {
        while (workload.started() < transactions && !workload.isDone()) {
            Thread.sleep(5);
            for (Future<?> client : clients) {
                if (client.isDone()) {
                    client.get();
                }
            }
        }
    }

    private void check(String where) throws InterruptedException {
        workload.readAll();
        List<AppendTransaction> history = workload.history();
        long start = System.nanoTime();
        List<String> problems = ListAppendChecker.problems(history);
        System.out.printf(
                "Serializability %s: %d transactions (%d refused, %d unknown) checked in %d ms,"
                        + " -Dstator.append.seed=%d%n",
                where,
                history.size(),
                count(history, Outcome.NOT_APPLIED),
                count(history, Outcome.UNKNOWN),
                (System.nanoTime() - start) / 1_000_000,
                SEED);
        assertEquals(List.of(), problems);
        assertTrue(count(history, Outcome.APPLIED) > TRANSACTIONS / 2, "Too few were applied");
    }

    private static long count(List<AppendTransaction> history, Outcome outcome) {
        return history.stream().filter(transaction -> transaction.outcome() == outcome).count();
    }
}
