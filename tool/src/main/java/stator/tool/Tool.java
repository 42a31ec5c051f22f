package stator.tool;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import stator.tool.client.ServiceException;
import stator.tool.client.ToolException;

/**
 * The commands for tables as a whole. They call the public API and nothing else, so that they do
 * the same for Stator, for AWS and for everything that speaks the protocol; all but one, which
 * checks what a Stator holds.
 */
public final class Tool {
    /** All is done. */
    public static final int OK = 0;

    /** Something failed; the message says what. */
    public static final int FAILED = 1;

    /** The command line cannot be understood. */
    public static final int USAGE = 2;

    /** All was read, but some of it was refused; the error report says what. */
    public static final int INCOMPLETE = 3;

    private static final Set<String> NAMES =
            Set.of("export", "import", "backup", "restore", "truncate", "check");
    private static final int HELP_COLUMNS = 100;

    private Tool() {}

    /** Whether a word is the name of a command. */
    public static boolean knows(String word) {
        return NAMES.contains(word);
    }

    /**
     * Runs a command.
     *
     * @param arguments the name of the command and what follows
     * @return the exit code
     */
    public static int run(String[] arguments, Map<String, String> environment, Terminal terminal) {
        String name = arguments[0];
        CommandLine line =
                new CommandLine(command(name, environment, terminal))
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOverwrittenOptionsAllowed(true)
                        .setUsageHelpWidth(HELP_COLUMNS);
        try {
            line.parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length));
            if (line.isUsageHelpRequested()) {
                line.usage(terminal.out());
                return OK;
            }
            Callable<Integer> command = line.getCommand();
            return command.call();
        } catch (ParameterException e) {
            terminal.err().println("stator " + name + ": " + e.getMessage());
            terminal.err().println("Options: stator " + name + " --help");
            return USAGE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (Exception e) {
            terminal.err().println("stator " + name + ": " + message(e));
            return FAILED;
        }
    }

    private static Callable<Integer> command(
            String name, Map<String, String> environment, Terminal terminal) {
        return switch (name) {
            case "export" -> new ExportCommand(environment, terminal);
            case "import" -> new ImportCommand(environment, terminal);
            case "backup" -> new BackupCommand(environment, terminal);
            case "restore" -> new RestoreCommand(environment, terminal);
            case "truncate" -> new TruncateCommand(environment, terminal);
            case "check" -> new CheckCommand(environment, terminal);
            default -> throw new IllegalArgumentException("No command: " + name);
        };
    }

    private static String message(Exception e) {
        return switch (e) {
            case ServiceException refused -> refused.getMessage() + " (" + refused.type() + ")";
            case ToolException failed -> failed.getMessage();
            case UncheckedIOException wrapped -> message(wrapped.getCause());
            case NoSuchFileException missing -> "There is no file " + missing.getMessage() + ".";
            default ->
                    e.getMessage() == null
                            ? e.getClass().getSimpleName()
                            : e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    }
}
