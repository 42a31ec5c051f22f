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
 * Histories of list appends by many clients are strictly serializable, in memory, on disk with kill
 * -9 in between, and in three regions with strong consistency, which are cut off and killed.
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

    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "ap-south-1");

    private AppendWorkload workload = new AppendWorkload(TRANSACTIONS);
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

    @Test
    void ofThreeRegionsWithKillNine(@TempDir Path data) throws Exception {
        workload = AppendWorkload.ofSingleLists(TRANSACTIONS);
        ServerProcess server = ServerProcess.onDisk(data);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            WireClient[] regions = regions(server);
            workload.createTable(regions[0]);
            workload.replicate(regions[0], REGIONS.get(1), REGIONS.get(2));
            workload.use(regions);
            List<Future<?>> clients = start(threads);
            for (int kill = 1; kill <= KILLS; kill++) {
                cutOff(regions[0], kill);
                awaitProgress(kill * TRANSACTIONS / (KILLS + 1), clients);
                Thread.sleep(random.nextInt(50));
                server.kill();
                server = ServerProcess.onDisk(data);
                regions = regions(server);
                workload.use(regions);
            }
            awaitAll(clients);
            check("in three regions, cut off and killed " + KILLS + " times");
            String contents = AppendWorkload.contents(regions[0]);
            assertEquals(contents, AppendWorkload.contents(regions[1]));
            assertEquals(contents, AppendWorkload.contents(regions[2]));
        } finally {
            server.close();
        }
    }

    private static WireClient[] regions(ServerProcess server) {
        return REGIONS.stream()
                .map(region -> new WireClient(server.endpoint(), region))
                .toArray(WireClient[]::new);
    }

    /** Cuts off one region for a while, and the next one until the server is killed. */
    private void cutOff(WireClient any, int which) throws Exception {
        String path = "/_stator/replication/";
        Thread.sleep(50);
        any.administer("PUT", path + REGIONS.get(which % 3) + "/cut");
        Thread.sleep(200);
        any.administer("DELETE", path + REGIONS.get(which % 3));
        Thread.sleep(200);
        any.administer("PUT", path + REGIONS.get((which + 1) % 3) + "/cut");
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
