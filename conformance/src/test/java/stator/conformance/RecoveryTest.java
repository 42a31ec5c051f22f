package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * kill -9 while the server fills and deletes indexes, sweeps expired items, replicates, and makes
 * and removes replicas, all under writing clients and on one data directory. After each kill the
 * next server finishes the work, and everything is checked: what was acknowledged is there, what
 * was under way was done as a whole or not at all, tables, indexes, streams, replicas and counters
 * agree.
 *
 * <p>{@code -Dstator.recovery.cycles=N} runs longer, {@code -Dstator.recovery.seed=N} repeats what
 * the clients choose and when the server is killed.
 */
class RecoveryTest {
    private static final int CYCLES = Integer.getInteger("stator.recovery.cycles", 3);
    private static final long SEED = Long.getLong("stator.recovery.seed", System.nanoTime());
    private static final int WARM_WRITES = 300;
    private static final int LOAD_MILLIS_MAX = 300;
    private static final int WORK_MILLIS_MAX = 400;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<RecoveryPart> parts =
            List.of(new IndexRecovery(), new TimeToLiveRecovery(), new ReplicationRecovery());

    /** What the server was asked to do behind the scenes, and has not said that it is done. */
    private final Set<RecoveryPart> occupied = ConcurrentHashMap.newKeySet();

    /** How often a kill was seen to hit something unfinished, by part. */
    private final Map<String, Integer> interruptions = new TreeMap<>();

    /** What clients were told, or found, that should not be. */
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    void workBehindTheScenesGoesOnAfterKillNine(@TempDir Path data) throws Exception {
        System.out.println("Recovery: " + CYCLES + " cycles, -Dstator.recovery.seed=" + SEED);
        try (ServerProcess server = ServerProcess.onDisk(data);
                RegionClients clients = new RegionClients(server.endpoint())) {
            for (RecoveryPart part : parts) {
                part.prepare(clients);
            }
            workUntilKilled(server, clients);
        }
        for (int kills = 1; kills < CYCLES; kills++) {
            try (ServerProcess server = ServerProcess.onDisk(data);
                    RegionClients clients = new RegionClients(server.endpoint())) {
                verify(server, clients, kills);
                workUntilKilled(server, clients);
            }
        }
        try (ServerProcess server = ServerProcess.onDisk(data);
                RegionClients clients = new RegionClients(server.endpoint())) {
            verify(server, clients, CYCLES);
            assertEquals(0, server.terminate(), server.output());
        }
        System.out.println("Recovery: " + acknowledged() + " writes were acknowledged, and kept");
        System.out.println("Recovery: kills in the middle of the server's work: " + interruptions);
    }

    private void verify(ServerProcess server, RegionClients clients, int kills) throws Exception {
        for (RecoveryPart part : parts) {
            if (occupied.remove(part) || part.isUnfinished(clients)) {
                interruptions.merge(part.getClass().getSimpleName(), 1, Integer::sum);
            }
        }
        for (RecoveryPart part : parts) {
            try {
                part.verify(clients);
            } catch (AssertionError e) {
                throw new AssertionError(
                        part.getClass().getSimpleName() + " after " + kills + " kills", e);
            }
        }
        assertFalse(server.output().contains("SEVERE"), server::output);
    }

    private void workUntilKilled(ServerProcess server, RegionClients clients)
            throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (RecoveryPart part : parts) {
            for (int writer = 0; writer < RecoveryPart.WRITERS; writer++) {
                int number = writer;
                SplittableRandom own = random.split();
                threads.add(
                        start(
                                stop,
                                () -> {
                                    while (!stop.get()) {
                                        part.write(clients, number, part.ledger(number), own);
                                    }
                                }));
            }
        }
        awaitLoad(acknowledged() + WARM_WRITES, threads);
        Thread.sleep(random.nextInt(LOAD_MILLIS_MAX));
        for (RecoveryPart part : parts) {
            SplittableRandom own = random.split();
            threads.add(
                    start(
                            stop,
                            () -> {
                                occupied.add(part);
                                part.occupy(clients, own);
                                occupied.remove(part);
                            }));
        }
        Thread.sleep(random.nextInt(WORK_MILLIS_MAX));
        stop.set(true);
        server.kill();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
    }

    /**
     * The time of the kill counts from when the writers are at work, however busy the machine is.
     */
    private void awaitLoad(long writes, List<Thread> threads) throws InterruptedException {
        while (acknowledged() < writes && threads.stream().allMatch(Thread::isAlive)) {
            Thread.sleep(1);
        }
    }

    private long acknowledged() {
        return parts.stream().mapToLong(RecoveryPart::acknowledged).sum();
    }

    /** Only after the kill a request may stay without an answer. */
    private Thread start(AtomicBoolean killed, Runnable work) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        work.run();
                    } catch (SdkClientException | UncheckedIOException e) {
                        if (!killed.get()) {
                            failures.add(e);
                        }
                    } catch (RuntimeException | Error e) {
                        failures.add(e);
                    }
                });
    }
}
