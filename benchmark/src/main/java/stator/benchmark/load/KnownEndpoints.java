package stator.benchmark.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The endpoints that have a name: Stator's engines, the peers as their users start them, and the
 * bare echo.
 */
public final class KnownEndpoints {
    public static final String ECHO = "echo";

    /**
     * The main class of the harness, by its name: it knows this package, not the other way round.
     */
    private static final String HARNESS = "stator.benchmark.Benchmark";

    private static final String LOOPBACK = "127.0.0.1";

    private KnownEndpoints() {}

    static EndpointSource named(String name) {
        return all().stream()
                .filter(endpoint -> endpoint.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no endpoint is called "
                                        + name
                                        + "; known are "
                                        + names()
                                        + "; or give name=host:port, or name=command with {port} in it"));
    }

    static String names() {
        return all().stream().map(EndpointSource::name).collect(Collectors.joining(", "));
    }

    private static List<EndpointSource.Command> all() {
        return List.of(
                new EndpointSource.Command(ECHO, harness(ECHO)),
                new EndpointSource.Command("files", harness("files", "--directory", "{data}")),
                new EndpointSource.Command(
                        "files-synced", harness("files", "--sync", "--directory", "{data}")),
                stator("stator-memory", "--in-memory"),
                stator("stator-rocksdb", "--data", "{data}"),
                new EndpointSource.Command(
                        "dynoxide",
                        List.of(
                                "benchmark/peers/node_modules/@dynoxide/linux-x64/dynoxide",
                                "--host",
                                LOOPBACK,
                                "--port",
                                "{port}")),
                new EndpointSource.Command(
                        "dynalite",
                        List.of(
                                "node",
                                "benchmark/peers/node_modules/dynalite/cli.js",
                                "--host",
                                LOOPBACK,
                                "--port",
                                "{port}")));
    }

    private static EndpointSource.Command stator(String name, String... options) {
        List<String> command = new ArrayList<>(List.of("./stator", "--port", "{port}"));
        command.addAll(List.of(options));
        return new EndpointSource.Command(name, command);
    }

    /** What runs in its own process, from the harness's own class path. */
    private static List<String> harness(String... command) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                HARNESS));
        line.addAll(List.of(command));
        line.addAll(List.of("--port", "{port}"));
        return line;
    }
}
