package stator.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Two servers before a keyspace of their own, and a balancer before both, so that tests of one
 * server are tests of a cluster, unchanged: {@code -Dstator.cluster.store=HOST:PORT,…} names nodes
 * of Cassandra, and with {@code -Dstator.cluster.outbox=true} keyspaces have an outbox.
 */
final class SpreadServers {
    private static final String NODES = System.getProperty("stator.cluster.store", "");
    private static final boolean HAS_OUTBOX = Boolean.getBoolean("stator.cluster.outbox");
    private static final String PORT = "--port";

    private static final String PREFIX = "s" + System.currentTimeMillis() + "x";
    private static final AtomicInteger KEYSPACES = new AtomicInteger();

    /** A data directory that is used again is that of the same keyspace. */
    private static final Map<Path, String> KEYSPACE_OF = new ConcurrentHashMap<>();

    private SpreadServers() {}

    static boolean isWanted() {
        return !NODES.isEmpty();
    }

    /** On a keyspace that goes with them. */
    static ServerProcess start(List<String> options) {
        try {
            Path data = Files.createTempDirectory("stator-spread");
            String keyspace = newKeyspace();
            return start(
                    keyspace,
                    data,
                    options,
                    List.of(
                            () -> CqlStatement.execute(NODES, "DROP KEYSPACE " + keyspace),
                            () -> delete(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the keyspace of those that were there before with the same directory. */
    static ServerProcess start(Path data, List<String> options) {
        String keyspace = KEYSPACE_OF.computeIfAbsent(data, first -> newKeyspace());
        return start(keyspace, data, options, List.of());
    }

    private static String newKeyspace() {
        return PREFIX + KEYSPACES.incrementAndGet();
    }

    private static ServerProcess start(
            String keyspace, Path data, List<String> options, List<Runnable> endings) {
        List<Integer> ports = new ArrayList<>(List.of(freePort(), freePort()));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--store",
                                "cassandra://" + NODES + "/" + keyspace,
                                "--data",
                                data.toString()));
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).equals(PORT)) {
                ports.addFirst(Integer.valueOf(options.get(++i)));
            } else {
                arguments.add(options.get(i));
            }
        }
        if (HAS_OUTBOX) {
            arguments.add("--cassandra-outbox");
        }
        List<StatorProcess> servers = startBoth(arguments);
        Balancer balancer =
                new Balancer(ports, servers.stream().map(each -> each.ports().getFirst()).toList());
        List<Runnable> all = new ArrayList<>(List.of(balancer::close));
        all.addAll(endings);
        return new ServerProcess(servers, ports, all);
    }

    /** At the same time: each start waits until the server answers. */
    private static List<StatorProcess> startBoth(List<String> arguments) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<StatorProcess> start = () -> StatorProcess.start(1, arguments);
            List<StatorProcess> servers = new ArrayList<>();
            for (Future<StatorProcess> started : threads.invokeAll(List.of(start, start))) {
                servers.add(started.get());
            }
            return servers;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Two servers did not start", e);
        }
    }

    private static int freePort() {
        return StatorProcess.freePort();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
