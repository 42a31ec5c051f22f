package stator.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import stator.admin.AdminService;
import stator.database.Database;
import stator.door.Authenticator;
import stator.door.Authorizer;
import stator.door.BrowserGuard;
import stator.door.CallMetrics;
import stator.door.Door;
import stator.door.MetricsPage;
import stator.door.Nameplate;
import stator.door.SignatureForm;
import stator.http.HttpServer;
import stator.identity.Principal;
import stator.operation.DynamoDbService;
import stator.operation.Operations;
import stator.operation.archive.Archive;
import stator.operation.settings.OperationSettings;
import stator.storage.Store;

/**
 * A whole Stator: a database, its services, and the HTTP server in front of them. Several can live
 * in one process.
 *
 * <p>{@code try (StatorServer server = StatorServer.start(Configuration.inMemory())) { … }} is all
 * a test needs.
 */
public final class StatorServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StatorServer.class.getName());

    private final Configuration configuration;
    private final Clock clock;
    private final RandomGenerator random;

    /** What was opened, the last first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Where clients find this server; known once it listens. */
    private final AtomicReference<String> endpoint;

    private List<InetSocketAddress> addresses = List.of();

    private StatorServer(Configuration configuration, Clock clock, RandomGenerator random) {
        this.configuration = configuration;
        this.clock = clock;
        this.random = random;
        endpoint =
                new AtomicReference<>(
                        "localhost:" + configuration.network().listen().getFirst().port());
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
        StatorServer server = new StatorServer(configuration, clock, random);
        try {
            server.start();
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void start() {
        Store store = configuration.data().engine().open();
        boolean blocking = store.capabilities().blocking();
        Database database = openDatabase(store);
        Operations operations = openOperations(database, openArchive(database));
        CallMetrics metrics = new CallMetrics(DynamoDbService.NAME);
        Door door =
                opened(
                        door(
                                configuration,
                                nameplates(database, operations, metrics, blocking),
                                metrics));
        HttpServer http =
                opened(new HttpServer(door, configuration.network().limits(), clock, random));
        addresses = listen(http, configuration.network().listen());
        endpoint.set(endpoint(addresses.getFirst()));
        deliverToKinesis(database, http);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private Database openDatabase(Store store) {
        return opened(
                Database.open(store, configuration.behaviour().databaseSettings(), clock, random));
    }

    private Archive openArchive(Database database) {
        return opened(
                Archive.open(
                        database,
                        configuration.data().engine().backups(),
                        Endpoints.buckets(configuration, clock),
                        clock,
                        random));
    }

    private Operations openOperations(Database database, Archive archive) {
        return Operations.open(
                database,
                archive,
                OperationSettings.defaults()
                        .withEndpoint(endpoint::get)
                        .withEnforcement(configuration.behaviour().enforcement())
                        .withKinesis(!configuration.services().kinesis().isEmpty()),
                clock,
                random);
    }

    /** The services. To add one is to add a line here; the first gets what nobody else wants. */
    private List<Nameplate> nameplates(
            Database database, Operations operations, CallMetrics metrics, boolean blocking) {
        return List.of(
                DynamoDbService.nameplate(() -> new DynamoDbService(operations, blocking)),
                AdminService.nameplate(() ->
                        new AdminService(
                                database,
                                configuration.services().region(),
                                Version.NUMBER,
                                new FaultSwitch(operations.faults()),
                                () -> metricsPage(operations, metrics),
                                configuration.services().console())));
    }

    private static String metricsPage(Operations operations, CallMetrics metrics) {
        MetricsPage page = new MetricsPage();
        metrics.write(page);
        operations.writeMetrics(page);
        return page.toString();
    }

    /** The door before some services, as a configuration says. */
    static Door door(Configuration configuration, List<Nameplate> nameplates, CallMetrics metrics) {
        Network network = configuration.network();
        return new Door(
                nameplates,
                new BrowserGuard(
                        network.allowedHosts(), network.corsOrigins(), network.allowRemote()),
                authenticator(configuration.services()),
                Authorizer.PERMISSIVE,
                metrics,
                configuration.behaviour().slowCalls());
    }

    private static Authenticator authenticator(Services services) {
        SignatureForm form = new SignatureForm();
        if (!services.sharedDatabase()) {
            return form;
        }
        Principal everybody = Principal.root(Principal.DEFAULT_ACCOUNT, services.region());
        return (request, scope) -> {
            form.authenticate(request, scope);
            return everybody.at(request.source());
        };
    }

    /** Records go on as long as calls can come in. */
    private void deliverToKinesis(Database database, HttpServer http) {
        open.remove(http);
        Endpoints.kinesis(configuration, database, clock, random).ifPresent(this::opened);
        opened(http);
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
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
