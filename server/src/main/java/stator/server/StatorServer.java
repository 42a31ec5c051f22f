package stator.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.DirectoryBucket;
import stator.bucket.DirectoryBuckets;
import stator.bucket.ExistingBuckets;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryBuckets;
import stator.bucket.S3Buckets;
import stator.database.Database;
import stator.http.HttpServer;
import stator.identity.Credentials;
import stator.operation.Call;
import stator.operation.CallObserver;
import stator.operation.Operations;
import stator.operation.Response;
import stator.operation.archive.Archive;
import stator.operation.kinesis.KinesisDelivery;
import stator.operation.settings.KinesisSink;
import stator.operation.settings.OperationSettings;
import stator.storage.MemoryStore;
import stator.storage.Store;
import stator.storage.rocksdb.RocksStore;

/**
 * A whole Stator: a database, its API, and the HTTP server in front of it. Several can live in one
 * process.
 *
 * <p>{@code try (StatorServer server = StatorServer.start(Configuration.inMemory())) { … }} is all
 * a test needs.
 */
public final class StatorServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StatorServer.class.getName());

    private final Database database;
    private final Archive archive;

    /** One, or none if there is nowhere to deliver to. */
    private final List<KinesisDelivery> deliveries;

    private final HttpServer http;
    private final List<InetSocketAddress> addresses;

    private StatorServer(
            Database database,
            Archive archive,
            List<KinesisDelivery> deliveries,
            HttpServer http,
            List<InetSocketAddress> addresses) {
        this.database = database;
        this.archive = archive;
        this.deliveries = List.copyOf(deliveries);
        this.http = http;
        this.addresses = List.copyOf(addresses);
    }

    /**
     * Opens the data and begins to listen.
     *
     * @throws ConfigurationException if an address is taken, with what to do about it
     */
    public static StatorServer start(Configuration configuration) {
        return start(configuration, Clock.systemUTC(), new SecureRandom());
    }

    /** As {@link #start(Configuration)}, with a clock and a source of ids of one's own. */
    public static StatorServer start(
            Configuration configuration, Clock clock, RandomGenerator random) {
        Database database =
                Database.open(
                        openStore(configuration.engine()),
                        configuration.databaseSettings(),
                        clock,
                        random);
        try {
            AtomicReference<String> endpoint =
                    new AtomicReference<>("localhost:" + configuration.listen().getFirst().port());
            Archive archive =
                    Archive.open(
                            database,
                            backups(configuration.engine()),
                            buckets(configuration, clock),
                            clock,
                            random);
            Operations operations =
                    Operations.open(
                            database,
                            archive,
                            OperationSettings.defaults()
                                    .withEndpoint(endpoint::get)
                                    .withEnforcement(configuration.enforcement())
                                    .withKinesis(!configuration.kinesis().isEmpty()),
                            clock,
                            random,
                            CallObserver.NONE);
            boolean onDisk = configuration.engine() instanceof Engine.Disk;
            HttpServer http =
                    httpServer(
                            new Calls(operations, onDisk),
                            List.of(
                                    new Health(configuration.region()),
                                    new ExpiredItems(database::removeExpiredItems),
                                    new ReplicationResource(database),
                                    new InsightsResource(database),
                                    new FaultResource(operations.faults()),
                                    new MetricsResource(operations::metricsPage)),
                            configuration,
                            clock,
                            random);
            try {
                List<InetSocketAddress> bound = listen(http, configuration.listen());
                endpoint.set(endpoint(bound.getFirst()));
                return new StatorServer(
                        database,
                        archive,
                        deliveries(configuration.kinesis(), database, clock, random),
                        http,
                        bound);
            } catch (RuntimeException e) {
                http.close();
                archive.close();
                throw e;
            }
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static List<KinesisDelivery> deliveries(
            String target, Database database, Clock clock, RandomGenerator random) {
        return target.isEmpty()
                ? List.of()
                : List.of(KinesisDelivery.start(database, sink(target, clock), clock, random));
    }

    private static KinesisSink sink(String target, Clock clock) {
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
            return new KinesisFiles(Path.of(target));
        }
        return new KinesisEndpoint(url("Kinesis", target), clock, System.getenv());
    }

    private static URI url(String service, String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told like any other text that is no URL.
        }
        throw new ConfigurationException(
                "The "
                        + service
                        + " endpoint '"
                        + text
                        + "' is no URL, such as http://localhost:9000.");
    }

    /** Where clients find an address; those that stand for many are this machine's own. */
    private static String endpoint(InetSocketAddress bound) {
        InetAddress address = bound.getAddress();
        String host =
                address.isLoopbackAddress() || address.isAnyLocalAddress()
                        ? "localhost"
                        : address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort();
    }

    private static Store openStore(Engine engine) {
        return switch (engine) {
            case Engine.Memory memory -> new MemoryStore();
            case Engine.Disk disk -> RocksStore.open(disk.directory(), disk.settings());
        };
    }

    /** Backups are kept where the data is. */
    private static Bucket backups(Engine engine) {
        return switch (engine) {
            case Engine.Memory memory -> new MemoryBucket();
            case Engine.Disk disk -> directoryBucket(disk.directory().resolve("backups"));
        };
    }

    private static Bucket directoryBucket(Path directory) {
        try {
            return DirectoryBucket.make(directory);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The directory " + directory + " cannot be used: " + e);
        }
    }

    private static Buckets buckets(Configuration configuration, Clock clock) {
        if (!configuration.s3Endpoint().isEmpty()) {
            Map<String, String> environment = System.getenv();
            return new S3Buckets(
                    url("S3", configuration.s3Endpoint()),
                    environment.getOrDefault("AWS_REGION", configuration.region()),
                    Credentials.of(environment),
                    clock);
        }
        Buckets buckets = ownBuckets(configuration);
        return configuration.createsBuckets() ? buckets : new ExistingBuckets(buckets);
    }

    private static Buckets ownBuckets(Configuration configuration) {
        if (!configuration.bucketDirectory().equals(Configuration.BUCKETS_BESIDE_DATA)) {
            return new DirectoryBuckets(configuration.bucketDirectory());
        }
        return switch (configuration.engine()) {
            case Engine.Memory memory -> new MemoryBuckets();
            case Engine.Disk disk -> new DirectoryBuckets(disk.directory().resolve("s3"));
        };
    }

    /** The HTTP server in front of any handler of calls, listening nowhere yet. */
    static HttpServer httpServer(
            CallHandler calls,
            List<Resource> resources,
            Configuration configuration,
            Clock clock,
            RandomGenerator random) {
        RequestRouter router =
                new RequestRouter(
                        calls,
                        authenticator(configuration),
                        new BrowserGuard(
                                configuration.allowedHosts(),
                                configuration.corsOrigins(),
                                configuration.allowRemote()),
                        resources);
        return new HttpServer(router, configuration.limits(), clock, random);
    }

    private static Authenticator authenticator(Configuration configuration) {
        SignatureForm form = new SignatureForm();
        if (!configuration.sharedDatabase()) {
            return form;
        }
        Caller everybody = new Caller(Caller.DEFAULT_ACCOUNT, configuration.region());
        return request -> {
            form.authenticate(request);
            return everybody;
        };
    }

    static List<InetSocketAddress> listen(HttpServer http, List<Listen> wanted) {
        List<InetSocketAddress> bound = new ArrayList<>();
        for (Listen listen : wanted) {
            listenAt(http, listen).ifPresent(bound::add);
        }
        if (bound.isEmpty()) {
            throw new ConfigurationException(
                    "None of the addresses could be had. Choose others with --address and --port.");
        }
        return bound;
    }

    private static Optional<InetSocketAddress> listenAt(HttpServer http, Listen listen) {
        try {
            return Optional.of(http.listen(listen.resolve()));
        } catch (IOException e) {
            String where = listen.host() + ":" + listen.port();
            if (listen.required()) {
                throw new ConfigurationException(
                        "Cannot listen at "
                                + where
                                + " ("
                                + e.getMessage()
                                + "). Stop what is listening there, or choose another port with"
                                + " --port.");
            }
            LOG.log(Level.DEBUG, "Not listening at " + where + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * @param onDisk whether every call may have to wait for the disk
     */
    private record Calls(Operations operations, boolean onDisk) implements CallHandler {
        @Override
        public Response execute(Call call) {
            return operations.execute(call);
        }

        @Override
        public boolean mayBlock(Optional<String> target) {
            return onDisk || operations.mayBlock(target);
        }
    }

    /** Where it listens. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** The port of the first address. */
    public int port() {
        return addresses.getFirst().getPort();
    }

    /** Answers what has been asked, then lets go of sockets and files. */
    @Override
    public void close() {
        http.close();
        deliveries.forEach(KinesisDelivery::close);
        archive.close();
        database.close();
    }
}
