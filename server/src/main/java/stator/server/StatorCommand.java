package stator.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import stator.http.HttpLimits;
import stator.server.storage.ClusterOptions;
import stator.storage.rocksdb.Durability;
import stator.storage.rocksdb.RocksSettings;

/**
 * The command line: what can be chosen, under which names, and what it means.
 *
 * <p>What is not on the command line may be in the environment or in a properties file ({@link
 * SettingSources}).
 */
@Command(
        name = "stator",
        sortOptions = false,
        usageHelpWidth = 100,
        separator = " ",
        header = {
            "Stator: the DynamoDB you own. Speaks DynamoDB's protocol, keeps the data itself."
        },
        synopsisHeading = "%n",
        customSynopsis = {
            "  stator                  durable, data in ./data, on localhost:8000 and :4566",
            "  stator --in-memory      forgets everything when it stops; for tests",
        },
        optionListHeading = "%nOptions%n%n",
        footerHeading = "%n",
        footer = {
            "Each option can also be set in the environment (STATOR_IN_MEMORY=true, STATOR_PORT=8000) or in the",
            "file of --config (in-memory = true). The command line wins over the environment, and that over the",
            "file. DynamoDB Local's options (-inMemory, -dbPath, -port, …) and LocalStack's variables",
            "(DYNAMODB_IN_MEMORY, …) work too. All of it: docs/configuration.md",
            "",
            "Then: aws dynamodb list-tables --endpoint-url http://localhost:8000",
            "And for tables as a whole: stator export, import, backup, restore, truncate, check (each has --help).",
        })
final class StatorCommand {
    /** DynamoDB Local's names of options. There is no telemetry, and the store tidies itself. */
    static final Map<String, String> DYNAMODB_LOCAL_NAMES =
            Map.of(
                    "-inMemory", "--in-memory",
                    "-dbPath", "--data",
                    "-port", "--port",
                    "-sharedDb", "--shared-db",
                    "-delayTransientStatuses", "--delay-transient-statuses",
                    "-cors", "--cors-origin",
                    "-help", "--help",
                    "-version", "--version",
                    "-disableTelemetry", "",
                    "-optimizeDbBeforeStartup", "");

    private static final List<String> DEFAULT_ADDRESSES = List.of("127.0.0.1", "::1");
    private static final List<Integer> DEFAULT_PORTS = List.of(8000, 4566);
    private static final String ALL_ADDRESSES = "0.0.0.0";

    private static final long CACHE_BYTES_MIN = 8 << 20;

    @Spec private CommandSpec spec;

    private Map<String, String> environment = Map.of();

    @Option(
            names = "--in-memory",
            description = "Keep everything in memory; nothing is left when the server stops.")
    private boolean inMemory;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the data in this directory. Default: data.")
    private Path data;

    @Mixin private ClusterOptions cluster;

    @Option(
            names = "--durability",
            paramLabel = "WHEN",
            description = {
                "When a write is on stable storage: always (before it is answered), interval:MS (at"
                        + " most so many milliseconds later), or none (when the system sees fit)."
                        + " Default: always."
            })
    private String durability = "always";

    @Option(
            names = "--cache-bytes",
            paramLabel = "BYTES",
            description = {
                "Memory for data that was read from the disk, beside Java's heap. Default: half of what"
                        + " the heap may take, which is a quarter of the machine's memory."
            })
    private long cacheBytes = Runtime.getRuntime().maxMemory() / 2;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            split = ",",
            hideParamSyntax = true,
            description = {
                "Listen at this port; may be given several times. 0 is any free one."
                        + " Default: 8000 and, if it is free, 4566."
            })
    private List<Integer> ports;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            split = ",",
            hideParamSyntax = true,
            description = {
                "Listen at this address of this machine; may be given several times."
                        + " Default: 127.0.0.1 and ::1."
            })
    private List<String> addresses;

    @Option(
            names = "--allow-remote",
            description = {
                "Let other machines connect; callers must then sign with a key of this server (see"
                        + " --auth). Listens at 0.0.0.0 if there is no --address."
            })
    private boolean allowRemote;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            split = ",",
            hideParamSyntax = true,
            description = {
                "A name by which clients may call the server, beside localhost. Others are refused,"
                        + " so that no web page can reach it by a name of its own."
            })
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            split = ",",
            hideParamSyntax = true,
            description = {
                "An origin whose web pages may call, such as http://localhost:3000. Default: none."
            })
    private List<String> corsOrigins = List.of();

    @Option(
            names = "--shared-db",
            description = {
                "One set of tables for all access keys and regions. By default each region, and each"
                        + " access key of 12 digits, has its own."
            })
    private boolean sharedDatabase;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The region of a shared database. Default: us-east-1.")
    private String region = Services.DEFAULT_REGION;

    @Mixin private SecurityOptions security;

    @Mixin private BehaviourOptions behaviour;

    @Option(
            names = "--s3-directory",
            paramLabel = "DIR",
            description = {
                "Where exports go to and imports come from: a bucket is a folder in this directory."
                        + " Default: s3 in the data directory."
            })
    private Path bucketDirectory = Data.BUCKETS_BESIDE_DATA;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = {
                "The S3 service that exports go to and imports come from, instead of a directory."
            })
    private String s3Endpoint = "";

    @Option(
            names = "--create-buckets",
            description = {
                "Make the buckets that exports and bulk operations write to. Without it they fail,",
                "as on AWS, if there is no such bucket."
            })
    private boolean createsBuckets;

    @Option(
            names = "--kinesis",
            paramLabel = "TARGET",
            description = {
                "Where records for Kinesis streams go: a directory with a file for each stream, or"
                        + " the URL of a Kinesis endpoint. Default: nowhere."
            })
    private String kinesis = "";

    @Option(
            names = "--function-messages",
            paramLabel = "TARGET",
            description = {
                "Where messages of functions to queues and topics go: a directory, or the URL of an"
                        + " endpoint that speaks as SQS and SNS do. Default: messages in the data."
            })
    private String functionMessages = "";

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "How many connections may be open. Default: 10000.")
    private int connectionsMax = HttpLimits.defaults().connectionsMax();

    @Option(
            names = "--max-connections-per-address",
            paramLabel = "N",
            description = "How many of them from one address. Default: 10000.")
    private int connectionsPerAddressMax = HttpLimits.defaults().connectionsPerAddressMax();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warning, info or debug. Default: warning.")
    private LogLevel logLevel = LogLevel.WARNING;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read options from this properties file.")
    private Path configurationFile;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    private boolean versionAsked;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    private boolean helpAsked;

    /**
     * The command with everything that was chosen.
     *
     * @throws ParameterException if it cannot be understood; the message says what to do
     */
    static CommandLine parse(String[] arguments, Map<String, String> environment) {
        StatorCommand command = new StatorCommand();
        command.environment = environment;
        CommandLine line =
                new CommandLine(command)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOverwrittenOptionsAllowed(true);
        line.getCommandSpec().version("Stator " + Version.NUMBER);
        line.setDefaultValueProvider(SettingSources.of(line, arguments, environment));
        line.parseArgs(
                Arrays.stream(arguments)
                        .map(argument -> DYNAMODB_LOCAL_NAMES.getOrDefault(argument, argument))
                        .filter(argument -> !argument.isEmpty())
                        .toArray(String[]::new));
        return line;
    }

    LogLevel logLevel() {
        return logLevel;
    }

    /** What was chosen. */
    Configuration configuration() {
        try {
            return new Configuration(
                    new Network(listen(), allowRemote, allowedHosts, corsOrigins, limits()),
                    new Data(engine(), bucketDirectory, s3Endpoint, createsBuckets),
                    behaviour.behaviour(),
                    new Services(
                            region,
                            sharedDatabase,
                            kinesis,
                            functionMessages,
                            System.getProperty("stator.console", "")),
                    security.security(allowRemote, environment));
        } catch (ConfigurationException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Every address with every port; those that nobody asked for may be missing. */
    private List<Listen> listen() {
        List<String> hosts =
                addresses != null
                        ? addresses
                        : allowRemote ? List.of(ALL_ADDRESSES) : DEFAULT_ADDRESSES;
        List<Listen> listen = new ArrayList<>();
        for (int port : ports != null ? ports : DEFAULT_PORTS) {
            for (String host : hosts) {
                boolean portAsked = ports != null || port == DEFAULT_PORTS.getFirst();
                boolean hostAsked = addresses != null || host.equals(hosts.getFirst());
                listen.add(new Listen(host, port, portAsked && hostAsked));
            }
        }
        return listen;
    }

    private Engine engine() {
        if (inMemory && data != null) {
            throw new ConfigurationException(
                    "--in-memory and --data contradict each other. Leave one of them out.");
        }
        Path directory = Optional.ofNullable(data).orElse(Path.of("data"));
        Optional<Engine> chosen =
                cluster.engine(
                        directory,
                        Path.of(System.getProperty("stator.cassandra", "lib/cassandra")),
                        environment);
        if (inMemory && chosen.isPresent()) {
            throw new ConfigurationException(
                    "--in-memory and --store contradict each other. Leave one of them out.");
        }
        return inMemory
                ? new Engine.Memory()
                : chosen.orElseGet(() -> new Engine.Disk(directory, settings()));
    }

    private RocksSettings settings() {
        if (cacheBytes < CACHE_BYTES_MIN) {
            throw new ConfigurationException(
                    "--cache-bytes must be " + CACHE_BYTES_MIN + " (8 MB) or more.");
        }
        return RocksSettings.DEFAULT.with(durability()).withCacheBytes(cacheBytes);
    }

    private Durability durability() {
        try {
            return Durability.parse(durability);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage() + ".");
        }
    }

    private HttpLimits limits() {
        HttpLimits defaults = HttpLimits.defaults();
        return new HttpLimits(
                defaults.bodyBytesMax(),
                defaults.headerBytesMax(),
                defaults.headerMillis(),
                defaults.bodyMillis(),
                defaults.idleMillis(),
                connectionsMax,
                connectionsPerAddressMax,
                defaults.inFlightBytesMax(),
                defaults.drainMillis());
    }
}
