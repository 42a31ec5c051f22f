package stator.benchmark;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import stator.benchmark.growth.GrowthCommand;
import stator.benchmark.object.FilesCommand;
import stator.benchmark.object.ObjectsCommand;

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
            FunctionsCommand.class,
            OperationsCommand.class,
            EchoCommand.class,
            ObjectsCommand.class,
            FilesCommand.class
        })
public final class Benchmark {
    private Benchmark() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmark()).execute(arguments));
    }
}
