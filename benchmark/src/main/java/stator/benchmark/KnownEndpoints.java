package stator.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The endpoints that have a name: Stator's engines, the peers as their users start them, and the
 * bare echo.
 */
final class KnownEndpoints {
    static final String ECHO = "echo";

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
                new EndpointSource.Command(ECHO, echo()),
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

    /** The echo runs in its own process, from the harness's own class path. */
    private static List<String> echo() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Benchmark.class.getName(),
                ECHO,
                "--port",
                "{port}");
    }
}
