package stator.server;

import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.storage.rocksdb.RocksRepair;

/**
 * {@code stator repair}: gives up what follows the damage in a log, so that the server starts
 * again. The server's refusal to start names the options.
 */
@Command(
        name = "stator repair",
        sortOptions = false,
        usageHelpAutoWidth = true,
        separator = " ",
        header = {
            "Gives up all writes from an offset of a damaged log on. What is taken away is kept in the",
            "folder 'removed' of the data directory. The server must be stopped."
        })
final class RepairCommand {
    /** The first argument that means this command. */
    static final String NAME = "repair";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The data directory.")
    private Path data;

    @Option(
            names = "--log",
            paramLabel = "NAME",
            required = true,
            description = "The damaged log, such as 000012.log.")
    private String log;

    @Option(
            names = "--truncate-at",
            paramLabel = "OFFSET",
            required = true,
            description = "Where the log is to end.")
    private long offset;

    @Option(
            names = {"--help", "-h"},
            usageHelp = true,
            description = "Show this.")
    private boolean helpAsked;

    /** Runs the command with the arguments after its name. */
    static void run(String[] arguments, PrintStream output) {
        CommandLine line = new CommandLine(new RepairCommand());
        line.parseArgs(arguments);
        if (CommandLine.printHelpIfRequested(line.getParseResult())) {
            return;
        }
        RepairCommand command = line.getCommand();
        long removed = RocksRepair.truncateLog(command.data, command.log, command.offset);
        output.println(
                removed
                        + " bytes were taken away and kept in "
                        + command.data.resolve("removed")
                        + ". The server can be started.");
    }
}
