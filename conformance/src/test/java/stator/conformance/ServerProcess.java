package stator.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A running Stator: one process, or, with {@code -Dstator.cluster.store}, two before a keyspace of
 * their own, over which connections are spread ({@link SpreadServers}).
 */
final class ServerProcess implements AutoCloseable {
    private final List<StatorProcess> processes;
    private final List<Integer> ports;

    /** What ends with the processes, in this order. */
    private final List<Runnable> endings;

    /**
     * @param ports where clients find it
     */
    ServerProcess(List<StatorProcess> processes, List<Integer> ports, List<Runnable> endings) {
        this.processes = List.copyOf(processes);
        this.ports = List.copyOf(ports);
        this.endings = new ArrayList<>(endings);
    }

    /** A server that keeps everything in memory. */
    static ServerProcess inMemory(String... more) {
        return SpreadServers.isWanted()
                ? SpreadServers.start(List.of(more))
                : alone(2, arguments(more, "--in-memory"));
    }

    /** A server on a data directory. */
    static ServerProcess onDisk(Path data, String... more) {
        return SpreadServers.isWanted()
                ? SpreadServers.start(data, List.of(more))
                : alone(1, arguments(more, "--data", data.toString()));
    }

    /** One of several servers before a store, with more in its environment. */
    static ServerProcess onStore(
            String store, Path data, Map<String, String> environment, String... more) {
        return alone(1, arguments(more, "--store", store, "--data", data.toString()), environment);
    }

    private static List<String> arguments(String[] more, String... first) {
        List<String> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static ServerProcess alone(int portCount, List<String> arguments) {
        return alone(portCount, arguments, Map.of());
    }

    private static ServerProcess alone(
            int portCount, List<String> arguments, Map<String, String> environment) {
        StatorProcess process = StatorProcess.start(portCount, arguments, environment);
        return new ServerProcess(List.of(process), process.ports(), List.of());
    }

    /** The repository's root, where the start script lies. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("stator"))
                || !Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "No start script ./stator in this folder or above it");
            }
        }
        return folder;
    }

    static int freePort() {
        return StatorProcess.freePort();
    }

    /** Where clients point their {@code --endpoint-url}. */
    String endpoint() {
        return endpoints().getFirst();
    }

    /** All endpoints, one for each port. */
    List<String> endpoints() {
        return ports.stream().map(port -> "http://127.0.0.1:" + port).toList();
    }

    int port() {
        return ports.getFirst();
    }

    /** Pulls the plug. */
    void kill() {
        processes.forEach(StatorProcess::kill);
        end();
    }

    /** SIGTERM, as a service manager sends it; returns the exit code. */
    int terminate() {
        processes.forEach(StatorProcess::askToStop);
        int exit = processes.stream().mapToInt(StatorProcess::awaitEnd).max().orElseThrow();
        end();
        return exit;
    }

    private void end() {
        endings.forEach(Runnable::run);
        endings.clear();
    }

    /** Lets it hang, as if its machine slept; or go on. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill =
                new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("no signal " + name + " to " + pid());
        }
    }

    /** The id of the process; of the first, if there are two. */
    long pid() {
        return processes.getFirst().pid();
    }

    boolean isAlive() {
        return processes.stream().allMatch(StatorProcess::isAlive);
    }

    /** What it printed. */
    String output() {
        return processes.stream().map(StatorProcess::output).collect(Collectors.joining());
    }

    @Override
    public void close() {
        if (processes.stream().anyMatch(StatorProcess::isAlive)) {
            terminate();
        }
    }
}
