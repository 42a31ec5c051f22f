package stator.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A running Stator, started by the script that users start. Always on free loopback ports, always
 * stopped by its own pid.
 */
final class ServerProcess implements AutoCloseable {
    /** Far more than it takes: other tests and builds may have the machine. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Between the choice of a free port and its use, somebody else may take it. */
    private static final int PORT_CHOICES = 3;

    private final Process process;
    private final List<Integer> ports;
    private final Path log;

    private ServerProcess(Process process, List<Integer> ports, Path log) {
        this.process = process;
        this.ports = ports;
        this.log = log;
    }

    /** A server that keeps everything in memory. */
    static ServerProcess inMemory(String... more) {
        return start(2, arguments(more, "--in-memory"));
    }

    /** A server on a data directory. */
    static ServerProcess onDisk(Path data, String... more) {
        return start(1, arguments(more, "--data", data.toString()));
    }

    /** One of several servers before a store. */
    static ServerProcess onStore(String store, Path data, String... more) {
        return start(1, arguments(more, "--store", store, "--data", data.toString()));
    }

    private static List<String> arguments(String[] more, String... first) {
        List<String> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static ServerProcess start(int portCount, List<String> arguments) {
        for (int choice = 1; ; choice++) {
            List<Integer> ports = IntStream.range(0, portCount).mapToObj(i -> freePort()).toList();
            ServerProcess server = start(ports, arguments);
            if (server.process.isAlive()) {
                return server;
            }
            if (choice == PORT_CHOICES || !server.output().contains("choose another port")) {
                throw new IllegalStateException(
                        "Stator did not start; it said:\n" + server.output());
            }
        }
    }

    /** Waits until it answers, or has ended. */
    private static ServerProcess start(List<Integer> ports, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(root().resolve("stator").toString());
        ports.forEach(port -> command.addAll(List.of("--port", port.toString())));
        command.addAll(arguments);
        try {
            Path log = Files.createTempFile("stator-conformance", ".log");
            log.toFile().deleteOnExit();
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            ServerProcess server = new ServerProcess(process, ports, log);
            server.awaitHealthy();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients point their {@code --endpoint-url}. */
    String endpoint() {
        return "http://127.0.0.1:" + ports.getFirst();
    }

    /** All endpoints, one for each port. */
    List<String> endpoints() {
        return ports.stream().map(port -> "http://127.0.0.1:" + port).toList();
    }

    int port() {
        return ports.getFirst();
    }

    private void awaitHealthy() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(endpoint() + "/health")).build();
            while (System.nanoTime() < deadline && process.isAlive()) {
                if (answers(http, request)) {
                    return;
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    private static boolean answers(HttpClient http, HttpRequest request)
            throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Pulls the plug: kill -9 to the server itself and to the script if it waits for it. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, as a service manager sends it; returns the exit code. */
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("Stator did not stop within " + LIMIT);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets it hang, as if its machine slept; or go on. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill =
                new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("no signal " + name + " to " + pid());
        }
    }

    /** The id of the process, which the script has become. */
    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What the server printed. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
