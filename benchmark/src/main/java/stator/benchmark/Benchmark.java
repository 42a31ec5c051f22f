package stator.benchmark;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The door of the harness: {@code benchmark/run load}, {@code benchmark/run startup}. */
@Command(
        name = "benchmark/run",
        description = "Measures DynamoDB servers side by side.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LoadCommand.class,
            GrowthCommand.class,
            StartupCommand.class,
            DiskCommand.class,
            StreamCommand.class,
            OperationsCommand.class,
            EchoCommand.class
        })
final class Benchmark {
    private Benchmark() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmark()).execute(arguments));
    }
}
