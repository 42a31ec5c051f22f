package stator.benchmark.load;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an endpoint under test comes from: a command that the harness starts and stops, or a server
 * that already runs.
 */
public sealed interface EndpointSource {
    String name();

    /**
     * {@code command} is started in the root of the project; {port} and {data} stand for what the
     * harness chooses.
     */
    record Command(String name, List<String> command) implements EndpointSource {
        public Command {
            command = List.copyOf(command);
        }

        /** The same command with more options. */
        public Command with(List<String> options) {
            return new Command(name, Stream.concat(command.stream(), options.stream()).toList());
        }

        /** Whether what it starts keeps data in the directory that it is given. */
        public boolean isDurable() {
            return command.contains("{data}");
        }

        /** Whether it starts Stator, whose options are known. */
        public boolean isStator() {
            return command.getFirst().endsWith("stator");
        }

        List<String> commandLine(int port, Path data) {
            List<String> line = new ArrayList<>();
            for (String word : command) {
                line.add(
                        word.replace("{port}", Integer.toString(port))
                                .replace("{data}", data.toString()));
            }
            return line;
        }
    }

    record Running(String name, InetSocketAddress address) implements EndpointSource {}

    /**
     * Reads what the command line says: the name of a known endpoint, {@code name=host:port} of a
     * server that runs, or {@code name=command with {port}}.
     */
    static EndpointSource parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return KnownEndpoints.named(text);
        }
        String name = text.substring(0, equals);
        String rest = text.substring(equals + 1);
        if (rest.matches("[\\w.-]+:\\d+")) {
            int colon = rest.indexOf(':');
            return new Running(
                    name,
                    new InetSocketAddress(
                            rest.substring(0, colon), Integer.parseInt(rest.substring(colon + 1))));
        }
        return new Command(name, List.of(rest.split(" +")));
    }
}
