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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One process of Stator, started by the script that users start. Always on free loopback ports,
 * always stopped by its own pid.
 */
final class StatorProcess {
    /** Far more than it takes: other tests and builds may have the machine. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Between the choice of a free port and its use, somebody else may take it. */
    private static final int PORT_CHOICES = 3;

    private final Process process;
    private final List<Integer> ports;
    private final Path log;

    private StatorProcess(Process process, List<Integer> ports, Path log) {
        this.process = process;
        this.ports = ports;
        this.log = log;
    }

    /** Starts one that listens at so many ports, and waits until it answers. */
    static StatorProcess start(int portCount, List<String> arguments) {
        return start(portCount, arguments, Map.of());
    }

    /** The same with more in its environment. */
    static StatorProcess start(
            int portCount, List<String> arguments, Map<String, String> environment) {
        for (int choice = 1; ; choice++) {
            List<Integer> ports = IntStream.range(0, portCount).mapToObj(i -> freePort()).toList();
            StatorProcess server = start(ports, arguments, environment);
            if (server.isAlive()) {
                return server;
            }
            if (choice == PORT_CHOICES || !server.output().contains("choose another port")) {
                throw new IllegalStateException(
                        "Stator did not start; it said:\n" + server.output());
            }
        }
    }

    /** Waits until it answers, or has ended. */
    private static StatorProcess start(
            List<Integer> ports, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(ServerProcess.root().resolve("stator").toString());
        ports.forEach(port -> command.addAll(List.of("--port", port.toString())));
        command.addAll(arguments);
        try {
            Path log = Files.createTempFile("stator-conformance", ".log");
            log.toFile().deleteOnExit();
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            StatorProcess server = new StatorProcess(builder.start(), ports, log);
            server.awaitHealthy();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Integer> ports() {
        return ports;
    }

    private void awaitHealthy() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + ports.getFirst() + "/health"))
                            .build();
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

    /** SIGTERM, as a service manager sends it. */
    void askToStop() {
        process.destroy();
    }

    /** Waits until it has stopped; returns the exit code. */
    int awaitEnd() {
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

    /** The id of the process, which the script has become. */
    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
