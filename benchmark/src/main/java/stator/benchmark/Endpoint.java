package stator.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server under test. Closing it ends the process and removes its data, if the harness started it.
 */
final class Endpoint implements AutoCloseable {
    private static final long STOP_SECONDS_MAX = 20;

    private final String name;
    private final InetSocketAddress address;
    private final Optional<Process> process;
    private final Optional<Path> directory;

    private Endpoint(
            String name,
            InetSocketAddress address,
            Optional<Process> process,
            Optional<Path> directory) {
        this.name = name;
        this.address = address;
        this.process = process;
        this.directory = directory;
    }

    /** Starts the process, if there is one to start, without waiting until it answers. */
    static Endpoint start(EndpointSource source) throws IOException {
        return switch (source) {
            case EndpointSource.Running running ->
                    new Endpoint(
                            running.name(), running.address(), Optional.empty(), Optional.empty());
            case EndpointSource.Command command -> start(command);
        };
    }

    private static Endpoint start(EndpointSource.Command command) throws IOException {
        int port = freePort();
        Path directory = Files.createTempDirectory("stator-benchmark-" + command.name() + "-");
        Process process =
                new ProcessBuilder(command.commandLine(port, directory.resolve("data")))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        return new Endpoint(
                command.name(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Optional.of(process),
                Optional.of(directory));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return address;
    }

    void requireRunning() {
        if (process.isPresent() && !process.get().isAlive()) {
            throw new LoadFailure(name + " ended by itself: " + log());
        }
    }

    private String log() {
        try {
            return Files.readString(directory.orElseThrow().resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * CPU time of the process and its children so far; empty for a server that the harness did not
     * start.
     */
    Optional<Duration> cpuTime() {
        return process.map(started ->
                Stream.concat(Stream.of(started.toHandle()), started.descendants())
                        .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                        .reduce(Duration.ZERO, Duration::plus));
    }

    @Override
    public void close() throws IOException {
        if (process.isPresent()) {
            stop(process.get());
        }
        if (directory.isPresent()) {
            try (Stream<Path> paths = Files.walk(directory.get())) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
