package stator.server;

import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import stator.server.security.KeyFileException;
import stator.storage.StoreException;
import stator.tool.Terminal;
import stator.tool.Tool;

/** Starts a server and stops it when it is told to, or runs one of the other commands. */
public final class Main {
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_FAILED = 1;

    /** Its hints are about options of Java that are not worth it here; see docs/decisions. */
    private static final long LOADED_NANOS = System.nanoTime();

    /** Java itself begins faster. */
    private static final long BOOT_MILLIS_MAX = 60_000;

    private static final Logger VECTOR_LIBRARY = Logger.getLogger("io.github.jbellis.jvector");

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        try {
            if (arguments.length > 0 && arguments[0].equals(RepairCommand.NAME)) {
                RepairCommand.run(Arrays.copyOfRange(arguments, 1, arguments.length), System.out);
                return 0;
            }
            if (arguments.length > 0 && arguments[0].equals(KeyCommand.NAME)) {
                KeyCommand.run(Arrays.copyOfRange(arguments, 1, arguments.length), System.out);
                return 0;
            }
            if (arguments.length > 0 && Tool.knows(arguments[0])) {
                return Tool.run(arguments, System.getenv(), Terminal.ofProcess());
            }
            CommandLine line = StatorCommand.parse(arguments, System.getenv());
            if (CommandLine.printHelpIfRequested(line.getParseResult())) {
                return 0;
            }
            StatorCommand command = line.getCommand();
            configureLogging(command.logLevel());
            return serve(command.configuration());
        } catch (ParameterException e) {
            System.err.println("stator: " + e.getMessage());
            System.err.println("Options: stator --help");
            return EXIT_USAGE;
        } catch (ConfigurationException | KeyFileException | StoreException e) {
            System.err.println("stator: " + e.getMessage());
            return EXIT_FAILED;
        }
    }

    private static int serve(Configuration configuration) throws InterruptedException {
        StopSignal stop = StopSignal.listen();
        try (StatorServer server = StatorServer.start(configuration)) {
            greet(server, configuration, System.out);
            stop.await();
            System.out.println("Stopping: answering what is under way.");
        }
        System.out.println("Stopped.");
        return 0;
    }

    /** Says where the server is, where the data is, and how to go on. */
    private static void greet(
            StatorServer server, Configuration configuration, PrintStream output) {
        Set<String> urls = new LinkedHashSet<>();
        server.addresses().forEach(address -> urls.add(url(address)));
        Duration wall =
                Duration.between(
                        ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH),
                        Instant.now());
        long start = startMillis(wall.toMillis(), (System.nanoTime() - LOADED_NANOS) / 1_000_000);
        output.printf(
                Locale.ROOT,
                "Stator %s is ready (%.2f s) at %s%n",
                Version.NUMBER,
                start / 1000.0,
                String.join(" and ", urls));
        output.println("Data: " + configuration.data().engine().description());
        server.encryptedPort().ifPresent(port -> port.tell(output));
        new Welcome(configuration, urls.iterator().next()).write(server.newRootKey(), output);
        output.flush();
    }

    /**
     * How long the start took. The clock knows when the process began, but may have been set since.
     *
     * @param wallMillis since the process began, by the clock
     * @param ownMillis since this class was loaded, by what nobody can set
     */
    static long startMillis(long wallMillis, long ownMillis) {
        boolean isLikely = wallMillis >= ownMillis && wallMillis <= ownMillis + BOOT_MILLIS_MAX;
        return isLikely ? wallMillis : ownMillis;
    }

    private static String url(InetSocketAddress address) {
        String host =
                address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress()
                        ? "localhost"
                        : address.getAddress() instanceof Inet6Address
                                ? "[" + address.getAddress().getHostAddress() + "]"
                                : address.getAddress().getHostAddress();
        return "http://" + host + ":" + address.getPort();
    }

    private static void configureLogging(LogLevel level) {
        System.setProperty(
                "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        Handler console = new ConsoleHandler();
        console.setLevel(level.level());
        root.addHandler(console);
        root.setLevel(level.level());
        VECTOR_LIBRARY.setLevel(Level.SEVERE);
    }
}
