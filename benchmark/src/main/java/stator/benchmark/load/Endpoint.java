package stator.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server under test. Closing it ends the process and removes its data, if the harness started it.
 */
public final class Endpoint implements AutoCloseable {
    private static final long STOP_SECONDS_MAX = 20;

    private final String name;
    private final InetSocketAddress address;
    private final Optional<Process> process;
    private final Optional<Path> directory;

    /** How the process is started, if the harness does. */
    private final List<String> commandLine;

    private Endpoint(
            String name,
            InetSocketAddress address,
            Optional<Process> process,
            Optional<Path> directory,
            List<String> commandLine) {
        this.name = name;
        this.address = address;
        this.process = process;
        this.directory = directory;
        this.commandLine = commandLine;
    }

    /** Starts the process, if there is one to start, without waiting until it answers. */
    public static Endpoint start(EndpointSource source) throws IOException {
        return switch (source) {
            case EndpointSource.Running running ->
                    new Endpoint(
                            running.name(),
                            running.address(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of());
            case EndpointSource.Command command -> start(command);
        };
    }

    private static Endpoint start(EndpointSource.Command command) throws IOException {
        int port = freePort();
        Path directory = Files.createTempDirectory("stator-benchmark-" + command.name() + "-");
        List<String> commandLine = command.commandLine(port, directory.resolve("data"));
        return new Endpoint(
                command.name(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Optional.of(process(commandLine, directory)),
                Optional.of(directory),
                commandLine);
    }

    private static Process process(List<String> commandLine, Path directory) throws IOException {
        return new ProcessBuilder(commandLine)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    /**
     * Ends the process and starts another one with the same data at the same port; use what is
     * returned from then on. Only for those that the harness started.
     *
     * @param killed whether it gets no chance to tidy up
     * @param options what its command line says more, this time
     */
    public Endpoint startedAgain(boolean killed, List<String> options) throws IOException {
        if (killed) {
            process.orElseThrow().destroyForcibly();
        }
        stop(process.orElseThrow());
        List<String> line = Stream.concat(commandLine.stream(), options.stream()).toList();
        return new Endpoint(
                name,
                address,
                Optional.of(process(line, directory.orElseThrow())),
                directory,
                commandLine);
    }

    /** Memory that the process holds, or 0 where it cannot be told. */
    public long residentBytes() throws IOException {
        if (process.isEmpty()) {
            return 0;
        }
        Path status = Path.of("/proc", Long.toString(process.get().pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .sum();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String name() {
        return name;
    }

    public InetSocketAddress address() {
        return address;
    }

    public void requireRunning() {
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
    public Optional<Duration> cpuTime() {
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
